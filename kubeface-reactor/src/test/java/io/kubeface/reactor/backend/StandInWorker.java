package io.kubeface.reactor.backend;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Stands for the worker in tests of processes: the task's name tells it what to do. Starts from a jar of its own. */
public final class StandInWorker {
    /** The property with which a training run does not end by itself. */
    static final String ENDLESS_TRAINING = "stand-in.endless-training";

    /** Longer than any test waits, so that what ends has been ended. */
    static final long LONG_SECONDS = 3_600;

    private StandInWorker() {}

    public static void main(String[] args) throws Exception {
        if (Arrays.asList(args).contains("--train")) {
            Files.createTempDirectory("left-by-training-");
            System.out.println("trained");
            if (Boolean.getBoolean(ENDLESS_TRAINING)) {
                TimeUnit.SECONDS.sleep(LONG_SECONDS);
            }
            return;
        }
        watchInput();
        String input = args[Arrays.asList(args).indexOf("--input") + 1];
        String task = input.substring(input.lastIndexOf('/') + 1);
        System.out.println("running " + task);
        System.out.flush();
        String[] words = task.split("-", -1);
        switch (words[0]) {
            case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(words[1]));
            case "sleep" -> TimeUnit.SECONDS.sleep(LONG_SECONDS);
            case "family" -> {
                // Leaves a child that outlives it unless somebody kills the whole group.
                Process child = new ProcessBuilder("sleep", Long.toString(LONG_SECONDS))
                        .inheritIO()
                        .start();
                System.out.println("child " + child.pid());
                System.out.flush();
                if (words[1].equals("stays")) {
                    TimeUnit.SECONDS.sleep(LONG_SECONDS);
                }
            }
            case "flags" -> {
                System.out.println(ManagementFactory.getRuntimeMXBean().getInputArguments());
                System.out.println("variable " + System.getenv("KUBEFACE_TEST"));
                System.out.println("directory " + System.getProperty("user.dir"));
                System.out.println("collectors "
                        + ManagementFactory.getGarbageCollectorMXBeans().stream()
                                .map(bean -> bean.getName())
                                .toList());
                System.out.println("heap " + Runtime.getRuntime().maxMemory());
                Runtime.getRuntime().halt(99);
            }
            default -> System.exit(0);
        }
    }

    private static void watchInput() {
        Thread watcher = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nothing is ever sent.
                }
            } catch (IOException e) {
                System.out.println(e);
            }
            Runtime.getRuntime().halt(15);
        });
        watcher.setDaemon(true);
        watcher.start();
    }
}
