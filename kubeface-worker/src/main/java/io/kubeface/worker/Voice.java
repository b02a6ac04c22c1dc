package io.kubeface.worker;

/** What the worker says of itself, on standard error. */
final class Voice {

    private final Verbosity verbosity;

    Voice(Verbosity verbosity) {
        this.verbosity = verbosity;
    }

    void step(String what) {
        if (verbosity == Verbosity.STEPS) {
            say(what);
        }
    }

    void failure(String what) {
        if (verbosity != Verbosity.QUIET) {
            say(what);
        }
    }

    private static void say(String what) {
        System.err.println("kubeface-worker: " + what);
    }
}
