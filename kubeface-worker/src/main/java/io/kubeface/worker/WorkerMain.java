package io.kubeface.worker;

import io.kubeface.core.task.WorkerExit;

/** The worker's command line; {@code --help} tells all of it. */
public final class WorkerMain {

    private static final int BROKEN = 1;

    private WorkerMain() {}

    /**
     * Runs one attempt and ends the process, by {@link Runtime#halt} once the output is flushed: threads that the
     * function left, and shutdown hooks that it registered, do not keep a worker whose result is written. Only
     * {@code --train}, {@code --help} and {@code --version} return.
     */
    public static void main(String[] arguments) throws Exception {
        String first = arguments.length == 0 ? "" : arguments[0];
        switch (first) {
            case "--help" -> System.out.print(Help.TEXT);
            case "--version" -> System.out.println(Help.version());
            case "--train" -> Training.run();
            default -> end(run(arguments));
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
        } catch (Throwable e) {
            e.printStackTrace();
            return BROKEN;
        }
    }

    private static void end(int code) {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }
}
