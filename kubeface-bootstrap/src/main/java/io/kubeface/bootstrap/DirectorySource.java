package io.kubeface.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A directory that this machine sees. */
final class DirectorySource implements CodeSource {
    private final Path root;

    DirectorySource(Path root) {
        this.root = root;
    }

    @Override
    public InputStream open(String name) throws IOException, BootstrapException {
        try {
            return Files.newInputStream(root.resolve(name));
        } catch (NoSuchFileException e) {
            throw new BootstrapException(
                    BootstrapException.USELESS,
                    "There is no " + address(name) + ", which the driver uploaded. Is " + root + " the driver's"
                            + " directory, and has nobody cleaned it?",
                    e);
        }
    }

    @Override
    public String address(String name) {
        return root.resolve(name).toString();
    }
}
