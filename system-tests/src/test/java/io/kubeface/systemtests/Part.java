package io.kubeface.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts of the cluster and of the cloud that a test takes away and brings back, by the program that the variable
 * {@value #FAULTS} names. Tests that do so are skipped without it: nobody else may use the parts meanwhile.
 */
public enum Part {
    API_SERVER("apiserver"),
    ETCD("etcd"),
    KUBELET("kubelet"),
    PUBSUB("pubsub"),
    STORAGE("gcs");

    /** The variable. */
    public static final String FAULTS = "KUBEFACE_CLUSTER_FAULTS";

    /** Why tests are skipped without it. */
    static final String SKIPPED =
            "SKIPPED, nothing was tested: the variable names no program that stops parts of the cluster";

    private final String component;

    Part(String component) {
        this.component = component;
    }

    /** Ends it as a crash does, and returns when it has ended. */
    public void stop() throws IOException, InterruptedException {
        run("stop", component);
    }

    /** Brings back all that was stopped, and returns when all is usable. */
    public static void startAll() throws IOException, InterruptedException {
        run("start");
    }

    private static void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(RealParts.variable(FAULTS)));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("cluster-faults", ".log");
        try {
            int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException(command + " ended with " + exit + ": " + Files.readString(log));
            }
        } finally {
            Files.delete(log);
        }
    }
}
