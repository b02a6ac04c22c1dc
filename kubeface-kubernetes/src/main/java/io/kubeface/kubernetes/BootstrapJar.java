package io.kubeface.kubernetes;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.code.StagedCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** The bootstrap's classes as a jar of their own, wherever on the class path they are: also in a jar with all else. */
final class BootstrapJar {
    private static final String PACKAGE = "io/kubeface/bootstrap/";
    private static final String MAIN_CLASS = PACKAGE + "Bootstrap.class";
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private BootstrapJar() {}

    /**
     * The jar's bytes, the same for the same classes.
     *
     * @throws IOException when no jar of the code has the bootstrap; the message names the artefact to add
     */
    static byte[] of(StagedCode code) throws IOException {
        List<CodeEntry> entries = new ArrayList<>(code.classPath());
        entries.addAll(code.worker());
        for (CodeEntry entry : entries) {
            Optional<byte[]> jar = read(code.files().get(entry.sha256()));
            if (jar.isPresent()) {
                return jar.get();
            }
        }
        throw new IOException("The class path has no " + MAIN_CLASS + ", which pods start from. Add"
                + " io.kubeface:kubeface-bootstrap to it (at run time is enough).");
    }

    private static Optional<byte[]> read(@Nullable Path file) throws IOException {
        if (file == null) {
            return Optional.empty();
        }
        try (ZipFile jar = new ZipFile(file.toFile())) {
            if (jar.getEntry(MAIN_CLASS) == null) {
                return Optional.empty();
            }
            List<? extends ZipEntry> classes = jar.stream()
                    .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(PACKAGE))
                    .sorted(Comparator.comparing(ZipEntry::getName))
                    .toList();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream out = new ZipOutputStream(bytes)) {
                for (ZipEntry entry : classes) {
                    write(jar, entry, out);
                }
            }
            return Optional.of(bytes.toByteArray());
        }
    }

    private static void write(ZipFile jar, ZipEntry entry, ZipOutputStream out) throws IOException {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(TIME);
        out.putNextEntry(copy);
        try (InputStream in = jar.getInputStream(entry)) {
            in.transferTo(out);
        }
        out.closeEntry();
    }
}
