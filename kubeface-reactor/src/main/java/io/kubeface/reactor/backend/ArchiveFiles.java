package io.kubeface.reactor.backend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The directory of class data archives, which all drivers of a user share. A file's name ends with the checksum of its
 * content, as the JVM itself looks at little more than the header. Blocking.
 */
final class ArchiveFiles {
    private static final Duration UNUSED = Duration.ofDays(30);
    private static final Duration BEING_MADE = Duration.ofHours(1);
    private static final String UNFINISHED = ".new";

    private final Path directory;
    private final boolean aot;

    ArchiveFiles(Path directory, boolean aot) {
        this.directory = directory;
        this.aot = aot;
    }

    /** The archive of a key, if there is a sound one; others of that key are removed. */
    Optional<ClassDataArchive> find(String key) throws IOException {
        Files.createDirectories(directory);
        Optional<ClassDataArchive> found = Optional.empty();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, key + "-*" + extension())) {
            for (Path file : files) {
                if (found.isEmpty() && file.equals(finished(key, file))) {
                    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
                    found = Optional.of(new ClassDataArchive(file, aot));
                } else {
                    Files.deleteIfExists(file);
                }
            }
        }
        return found;
    }

    /** A name for an archive that is being made. */
    Path unfinished(String key) {
        return directory.resolve(
                key + "." + ProcessHandle.current().pid() + "." + Long.toHexString(System.nanoTime()) + UNFINISHED);
    }

    /** Gives a new archive its name at once and whole, unless another driver was first. */
    @SuppressWarnings("try") // The lock is held, not used.
    Optional<ClassDataArchive> finish(String key, Path unfinished) throws IOException {
        // A file lock holds other processes back, but not other threads of this one.
        synchronized (ArchiveFiles.class) {
            try (FileChannel channel = FileChannel.open(lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                Optional<ClassDataArchive> first = find(key);
                if (first.isPresent()) {
                    return first;
                }
                Path file = finished(key, unfinished);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
                return Optional.of(new ClassDataArchive(file, aot));
            } finally {
                discard(unfinished);
            }
        }
    }

    /** Removes an archive that is not finished, with what a JVM that was killed left beside it under names of its own. */
    void discard(Path unfinished) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, unfinished.getFileName() + "*")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path lock() {
        return directory.resolveSibling(directory.getFileName() + ".lock");
    }

    /** Removes what nobody has used for long. Other drivers may do so at the same time. */
    void prune(Instant now) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                try {
                    prune(file, now);
                } catch (NoSuchFileException e) {
                    // Another driver has removed it, or given it its name, since it was listed.
                }
            }
        }
    }

    private static void prune(Path file, Instant now) throws IOException {
        boolean left = file.getFileName().toString().contains(UNFINISHED);
        Instant used = Files.getLastModifiedTime(file).toInstant();
        if (used.isBefore(now.minus(left ? BEING_MADE : UNUSED))) {
            Files.deleteIfExists(file);
        }
    }

    private Path finished(String key, Path content) throws IOException {
        CRC32C checksum = new CRC32C();
        try (InputStream in = Files.newInputStream(content)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                checksum.update(buffer, 0, read);
            }
        }
        return directory.resolve(key + "-" + Long.toHexString(checksum.getValue()) + extension());
    }

    private String extension() {
        return aot ? ".aot" : ".jsa";
    }
}
