package io.kubeface.reactor.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The Java that workers run on.
 *
 * @param executable its {@code java} command
 * @param feature its feature release, for example 17; 0 where it does not tell
 * @param fingerprint changes when it is replaced by another build; empty where it does not tell
 */
record JavaInstallation(Path executable, int feature, String fingerprint) {
    private static final int OLDEST = 17;

    /** The one that this driver runs on. */
    static Path own() {
        return Path.of(System.getProperty("java.home"));
    }

    /**
     * Looks at a Java home.
     *
     * @throws IllegalArgumentException when it is none, or too old
     */
    static JavaInstallation at(Path home) {
        Path executable = home.resolve("bin").resolve(isWindows() ? "java.exe" : "java");
        if (!Files.isExecutable(executable)) {
            throw new IllegalArgumentException("javaHome: there is no executable " + executable
                    + "; give the directory of a Java " + OLDEST + " or newer, such as " + own() + ".");
        }
        String release = read(home.resolve("release"));
        int feature = feature(release);
        if (feature != 0 && feature < OLDEST) {
            throw new IllegalArgumentException("javaHome: " + home + " is Java " + feature + "; workers need Java "
                    + OLDEST + " or newer, such as " + own() + ".");
        }
        return new JavaInstallation(executable, feature, release);
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private static String read(Path release) {
        if (!Files.isRegularFile(release)) {
            return "";
        }
        try {
            return Files.readString(release, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException("javaHome: " + release + " cannot be read: " + e, e);
        }
    }

    private static int feature(String release) {
        Properties properties = new Properties();
        try (InputStream in = new java.io.ByteArrayInputStream(release.getBytes(StandardCharsets.ISO_8859_1))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
        try {
            return version.isEmpty() ? 0 : Runtime.Version.parse(version).feature();
        } catch (IllegalArgumentException e) {
            // "1.8.0_402": older than what this format describes.
            return version.startsWith("1.") ? 8 : 0;
        }
    }
}
