package io.kubeface.systemtests;

import java.nio.file.Files;
import java.nio.file.Path;

/** The parts that the environment names. */
public final class RealParts {
    private RealParts() {}

    /**
     * The value of a variable.
     *
     * @throws IllegalStateException when it is not set
     */
    public static String variable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("These tests need a cluster and a bucket: export KUBECONFIG,"
                    + " STORAGE_EMULATOR_HOST, PUBSUB_EMULATOR_HOST and GOOGLE_CLOUD_PROJECT. " + name
                    + " is not set.");
        }
        return value;
    }

    /** A container image with a JRE and nothing of ours. */
    public static String jreImage() {
        String image = System.getenv("KUBEFACE_JRE_IMAGE");
        return image == null ? "eclipse-temurin:17-jre" : image;
    }

    /** A directory or file of this checkout. */
    public static Path inCheckout(String name) {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            Path parent = directory.getParent();
            if (parent == null) {
                throw new IllegalStateException(Path.of("").toAbsolutePath() + " is in no checkout of this project.");
            }
            directory = parent;
        }
        return directory.resolve(name);
    }
}
