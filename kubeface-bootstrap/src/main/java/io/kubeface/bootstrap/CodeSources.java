package io.kubeface.bootstrap;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** The source for a storage URL. */
final class CodeSources {
    private CodeSources() {}

    static CodeSource open(String storage, Map<String, String> environment) throws BootstrapException {
        try {
            if (storage.startsWith("gs://")) {
                return GcsSource.open(storage, environment);
            }
            if (storage.startsWith("file:")) {
                return new DirectorySource(Path.of(URI.create(storage)));
            }
            if (storage.startsWith("/")) {
                return new DirectorySource(Path.of(storage));
            }
        } catch (IllegalArgumentException e) {
            throw new BootstrapException(
                    BootstrapException.USELESS, "--storage " + storage + " is not understood: " + e.getMessage(), e);
        }
        throw BootstrapException.useless("The worker's jars can be fetched from gs:// and file: storage, not from "
                + storage + ". Use an image that has the driver's worker.");
    }
}
