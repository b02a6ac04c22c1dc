package io.kubeface.worker;

import io.kubeface.core.TaskContext;
import io.kubeface.core.TaskFunction;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What the tests' workers run. Apart from the tests, so that a worker needs no test library. */
final class Functions {

    static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;

    static final TaskFunction<Integer, Integer> DIVIDE_HUNDRED = x -> 100 / x;

    static final TaskFunction<Integer, Integer> EXIT_SEVEN = x -> {
        System.out.println("about to exit");
        System.exit(7);
        return x;
    };

    /** From a virtual thread, which Java has from 21. */
    static final TaskFunction<Integer, Integer> EXIT_VIRTUALLY = x -> {
        Runnable exit = () -> System.exit(7);
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, exit);
        new CountDownLatch(1).await();
        return x;
    };

    static final TaskFunction<Integer, Integer> EXIT_AT_DEPTH = x -> exitAt(x);

    static final TaskFunction<Integer, Integer> HALT = x -> {
        Runtime.getRuntime().halt(9);
        return x;
    };

    static final TaskFunction<Integer, Integer> FILL_THE_HEAP = x -> {
        List<byte[]> kept = new ArrayList<>();
        while (kept.size() < 1_000_000) {
            kept.add(new byte[1024 * 1024]);
        }
        return kept.size();
    };

    static final TaskFunction<Integer, Integer> RECURSE = x -> depth(0);

    static final TaskFunction<Integer, Object> RETURN_A_THREAD = x -> new Holder(new Thread("not serialisable"));

    static final TaskFunction<Integer, Object> THROW_ODD = x -> {
        throw new OddException(x, "two arguments");
    };

    /** Throws an instance of a class that only the worker's class path has. */
    static final TaskFunction<String, Object> THROW_BY_NAME = name -> {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        throw Class.forName(name, true, loader)
                .asSubclass(Exception.class)
                .getConstructor()
                .newInstance();
    };

    /** The value of a public static field of a class of the function's class path. */
    static final TaskFunction<String, Object> READ_MARKER = name -> {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return Class.forName(name, true, loader).getField("MARKER").get(null);
    };

    /** Says that it runs, and runs for ever. */
    static final TaskFunction<Integer, Integer> NEVER_END = x -> {
        System.out.println("running");
        new CountDownLatch(1).await();
        return x;
    };

    static final TaskFunction<Integer, Integer> LEAVE_A_THREAD = x -> {
        new Thread(Functions::blockForEver, "left behind").start();
        return x;
    };

    static final TaskFunction<Integer, Integer> PRINT = x -> {
        System.out.println("from System.out");
        System.err.println("from System.err");
        new ProcessBuilder("sh", "-c", "echo from a child process")
                .inheritIO()
                .start()
                .waitFor();
        return x;
    };

    static final TaskFunction<Integer, Integer> PRINT_WHILE_INTERRUPTED = x -> {
        Thread.currentThread().interrupt();
        System.out.println("while interrupted");
        Thread.interrupted();
        System.out.println("afterwards");
        return x;
    };

    static final TaskFunction<Integer, String> CONTEXT_HERE_AND_IN_A_THREAD = x -> {
        List<String> seen = new ArrayList<>();
        Thread thread = new Thread(() -> seen.add(describe(TaskContext.current())));
        thread.start();
        thread.join();
        return describe(TaskContext.current()) + " = " + seen.get(0);
    };

    /** Leaves a file of its own for each call. */
    static final TaskFunction<String, String> COUNT_CALLS = directory -> {
        Files.createTempFile(Path.of(directory), "call-", "");
        return "called";
    };

    private Functions() {}

    private static int exitAt(int depth) {
        if (depth > 0) {
            return exitAt(depth - 1) + 1;
        }
        System.exit(7);
        return 0;
    }

    private static int depth(int n) {
        return n < 0 ? 0 : depth(n + 1) + 1;
    }

    private static void blockForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String describe(TaskContext context) {
        return context.job() + "/" + context.task() + "/" + context.attempt() + " " + context.propagated();
    }

    record Holder(Thread thread) implements Serializable {}

    /** No constructor that takes a message, a message that cannot be had, and a field that is not serialisable. */
    static final class OddException extends Exception {
        final Thread notSerialisable = Thread.currentThread();
        final int number;

        OddException(int number, String second) {
            super(second);
            this.number = number;
        }

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message for " + number);
        }
    }
}
