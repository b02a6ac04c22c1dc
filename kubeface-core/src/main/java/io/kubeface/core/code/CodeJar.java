package io.kubeface.core.code;

import java.io.Closeable;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** One jar of a loader's class path, opened when first looked into. Safe for use by several threads. */
final class CodeJar implements Closeable {
    private final Path path;
    private final URL url;
    private volatile @Nullable JarFile file;
    private @Nullable ProtectionDomain domain;
    private boolean closed;

    CodeJar(Path path) throws IOException {
        this.path = path;
        this.url = path.toUri().toURL();
    }

    Path path() {
        return path;
    }

    URL url() {
        return url;
    }

    /** The open jar; null when this was closed. */
    @Nullable
    JarFile file() throws IOException {
        JarFile opened = file;
        return opened != null ? opened : open();
    }

    private synchronized @Nullable JarFile open() throws IOException {
        if (file == null && !closed) {
            file = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
        }
        return file;
    }

    /** Where the jar's classes say that they come from. Made here: URLClassLoader would open a connection for it. */
    synchronized ProtectionDomain domain(ClassLoader loader) {
        ProtectionDomain made = domain;
        if (made == null) {
            made = new ProtectionDomain(new CodeSource(url, (Certificate[]) null), null, loader, null);
            domain = made;
        }
        return made;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        JarFile opened = file;
        file = null;
        if (opened != null) {
            opened.close();
        }
    }
}
