package io.kubeface.benchmarks;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where classes come from. */
final class ClassPaths {
    private ClassPaths() {}

    /** The jar that holds a class. */
    static Path of(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
