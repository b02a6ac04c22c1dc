package io.kubeface.worker;

import io.kubeface.core.task.WorkerExit;

/** The worker's command line; {@code --help} tells all of it. */
public final class WorkerMain {

    private WorkerMain() {}

    /**
     * Runs one attempt and ends the process, by {@link Runtime#halt} once the output is flushed: threads that the
     * function left, and shutdown hooks that it registered, do not keep a worker whose result is written. Only
     * {@code --train}, {@code --help} and {@code --version} return.
     */
    public static void main(String[] arguments) throws Exception {
        for (String argument : arguments) { // No value begins with two hyphens.
            switch (argument) {
                case "--help" -> {
                    System.out.print(Help.TEXT);
                    return;
                }
                case "--version" -> {
                    System.out.println(Help.version());
                    return;
                }
                default -> {}
            }
        }
        if (arguments.length > 0 && arguments[0].equals("--train")) {
            train(arguments);
        } else {
            end(run(arguments));
        }
    }

    private static void train(String[] arguments) throws Exception {
        try {
            Training.run(ArgumentParser.trainingStorage(arguments));
        } catch (UsageException e) {
            System.err.println("kubeface-worker: " + e.getMessage());
            end(WorkerExit.USAGE.code());
        }
    }

    private static int run(String[] arguments) {
        try {
            WorkerOptions options = ArgumentParser.parse(arguments);
            if (options.watchStdin()) {
                StdinWatch.start();
            }
            return new Worker(options).run().code();
        } catch (UsageException e) {
            System.err.println("kubeface-worker: " + e.getMessage());
            return WorkerExit.USAGE.code();
        } catch (OutOfMemoryError e) {
            print(e);
            return WorkerExit.OUT_OF_MEMORY.code();
        } catch (Throwable e) {
            print(e);
            return WorkerExit.BROKEN.code();
        }
    }

    private static void print(Throwable thrown) {
        try {
            thrown.printStackTrace();
        } catch (OutOfMemoryError e) {
            // The exit code says it.
        }
    }

    private static void end(int code) {
        System.out.flush();
        System.err.flush();
        StdinWatch.stop();
        Runtime.getRuntime().halt(code);
    }
}
