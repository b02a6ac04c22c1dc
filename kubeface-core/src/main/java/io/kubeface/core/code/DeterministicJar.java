package io.kubeface.core.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Class files and resources as a jar whose bytes depend on nothing but their names and contents: entries sorted, one
 * time for all, stored. Stored because a compressor's output differs between versions of zlib, and because a worker
 * reads it faster.
 */
final class DeterministicJar {
    /** Any fixed time that needs no extra field; those in 1980-01 would, in some time zones. */
    static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final String origin;
    private final Map<String, Source> entries = new TreeMap<>();

    private DeterministicJar(String origin) {
        this.origin = origin;
    }

    /**
     * All of a directory. Symbolic links are followed; what is neither file nor directory is left out.
     *
     * @throws IllegalArgumentException when its files are larger together than they may be; nothing is read then
     * @throws IOException when something in it cannot be read, or a link leads back to where it came from
     */
    static DeterministicJar of(Path directory, long largestBytes) throws IOException {
        DeterministicJar jar = new DeterministicJar(directory.toString());
        Files.walkFileTree(
                directory,
                EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                Integer.MAX_VALUE,
                new Collector(directory, largestBytes, jar));
        return jar;
    }

    /** All below a directory of a zip file, which must stay open until this is written. */
    static DeterministicJar of(ZipFile zip, String prefix) {
        DeterministicJar jar = new DeterministicJar(zip.getName() + "!" + prefix);
        zip.stream()
                .filter(entry ->
                        entry.getName().startsWith(prefix) && entry.getName().length() > prefix.length())
                .forEach(entry ->
                        jar.entries.put(entry.getName().substring(prefix.length()), () -> zip.getInputStream(entry)));
        return jar;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Writes the jar; the stream stays open. */
    void writeTo(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
        for (Map.Entry<String, Source> entry : entries.entrySet()) {
            try {
                write(zip, entry.getKey(), entry.getValue());
            } catch (ZipException e) {
                throw new IOException(
                        entry.getKey() + " of " + origin + " cannot be packed (" + e.getMessage() + "). If a build"
                                + " changed it meanwhile, run again when the build is done.",
                        e);
            }
        }
        zip.finish();
    }

    /** Reads the source twice, since a stored entry's size and checksum stand before it; so its size does not matter. */
    private static void write(ZipOutputStream zip, String name, Source source) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        CRC32 crc = new CRC32();
        entry.setSize(name.endsWith("/") ? 0 : transfer(source, crc, OutputStream.nullOutputStream()));
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        if (!name.endsWith("/")) {
            transfer(source, crc, zip);
        }
        zip.closeEntry();
    }

    private static long transfer(Source source, CRC32 crc, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 14];
        long size = 0;
        try (InputStream in = source.open()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
                out.write(buffer, 0, n);
                size += n;
            }
        }
        return size;
    }

    private interface Source {
        InputStream open() throws IOException;
    }

    private static final class Collector extends SimpleFileVisitor<Path> {
        private final Path root;
        private final long largestBytes;
        private final DeterministicJar jar;
        private long bytes;

        Collector(Path root, long largestBytes, DeterministicJar jar) {
            this.root = root;
            this.largestBytes = largestBytes;
            this.jar = jar;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (!directory.equals(root)) {
                jar.entries.put(name(directory) + "/", InputStream::nullInputStream);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                count(attributes.size());
                jar.entries.put(name(file), () -> Files.newInputStream(file));
            }
            return FileVisitResult.CONTINUE;
        }

        private void count(long size) {
            bytes += size;
            if (bytes > largestBytes) {
                throw new IllegalArgumentException("The directory " + root + " of the class path holds more than "
                        + (largestBytes >> 20) + " MiB (" + (bytes >> 20) + " MiB were counted so far), which is too"
                        + " much to copy to workers. If it is the working directory, an empty element of the class path"
                        + " (a colon at its end, say) put it there: correct the -cp of java, or name what workers need"
                        + " with classPath(...) of the builder. Large resources go to workers in a jar.");
            }
        }

        private String name(Path path) {
            StringBuilder name = new StringBuilder();
            for (Path part : root.relativize(path)) {
                name.append(name.isEmpty() ? "" : "/").append(part);
            }
            return name.toString();
        }
    }
}
