package io.kubeface.reactor.layout;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The oldest and the newest Java of this machine that the library runs on. */
record Javas(Path oldest, int oldestFeature, Path newest, int newestFeature) {
    private static final int FIRST_SUPPORTED = 17;
    private static final Path INSTALLATIONS = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    /** Skips the test where there is but one. */
    static Javas orSkip() throws IOException {
        TreeMap<Integer, Path> homes = new TreeMap<>();
        homes.put(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
        if (Files.isDirectory(INSTALLATIONS)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(INSTALLATIONS)) {
                for (Path home : children) {
                    addTo(homes, home);
                }
            }
        }
        Map<Integer, Path> supported = homes.tailMap(FIRST_SUPPORTED);
        assumeTrue(
                supported.size() > 1,
                () -> "SKIPPED: needs two releases of Java in " + INSTALLATIONS + ", 17 or newer; found " + homes);
        Map.Entry<Integer, Path> oldest = homes.ceilingEntry(FIRST_SUPPORTED);
        Map.Entry<Integer, Path> newest = homes.lastEntry();
        return new Javas(oldest.getValue(), oldest.getKey(), newest.getValue(), newest.getKey());
    }

    private static void addTo(Map<Integer, Path> homes, Path home) throws IOException {
        Path release = home.resolve("release");
        if (Files.isRegularFile(release)
                && Files.isExecutable(home.resolve("bin").resolve("java"))) {
            Matcher version = VERSION.matcher(Files.readString(release));
            if (version.find()) {
                homes.putIfAbsent(Integer.parseInt(version.group(1)), home);
            }
        }
    }
}
