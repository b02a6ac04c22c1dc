package io.kubeface.core.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Directories that stay although they are empty, because somebody in this JVM watches them. */
final class KeptDirectories {
    private static final Map<Path, Integer> KEPT = new HashMap<>();

    private KeptDirectories() {}

    static synchronized void keep(Path directory) {
        KEPT.merge(directory, 1, Integer::sum);
    }

    static synchronized void letGo(Path directory) {
        KEPT.computeIfPresent(directory, (d, count) -> count == 1 ? null : count - 1);
    }

    /** Removes a directory if it is empty and nobody keeps it. */
    static synchronized boolean removeIfEmpty(Path directory) {
        if (KEPT.containsKey(directory)) {
            return false;
        }
        try {
            Files.delete(directory);
            return true;
        } catch (IOException e) {
            // Not empty, or gone already; an empty directory that stays does no harm.
            return false;
        }
    }
}
