package io.kubeface.reactor.backend;

import java.nio.file.Path;
import java.util.List;

/**
 * A finished archive of loaded classes, in one of the two forms that JDKs have had.
 *
 * @param aot whether it is the form of JDK 25 and later
 */
record ClassDataArchive(Path file, boolean aot) {
    private static final int FIRST_AOT_FEATURE = 25;

    static boolean isAot(int javaFeature) {
        return javaFeature >= FIRST_AOT_FEATURE;
    }

    /** Flags with which a JVM writes an archive at its end. */
    static List<String> makeFlags(Path file, boolean aot) {
        return List.of((aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file);
    }

    /**
     * Flags with which a JVM uses it, and goes on in silence without it when it does not fit: what the JVM says of that
     * would land in the task's log.
     */
    List<String> useFlags() {
        return aot
                ? List.of("-XX:AOTCache=" + file, "-XX:AOTMode=auto", "-Xlog:aot*=off", "-Xlog:cds*=off")
                : List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto", "-Xlog:cds*=off");
    }
}
