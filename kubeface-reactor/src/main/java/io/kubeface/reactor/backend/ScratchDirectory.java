package io.kubeface.reactor.backend;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory that only its owner can look into and that goes with its driver. A driver that was killed cannot remove
 * its own: the lock that it held is free then, and the next driver on this machine removes the directory. A lock tells
 * more than a process id, which another container with the same temporary directory may have too. Blocking.
 */
final class ScratchDirectory implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ScratchDirectory.class);
    private static final String PREFIX = "kubeface-scratch-";
    private static final String LOCK = "lock";

    /** A directory without a lock is being made, or its driver died while it made it. */
    private static final Duration MAKING = Duration.ofHours(1);

    private final Path directory;
    private final FileChannel lock;

    private ScratchDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Makes one below the JVM's temporary directory, and removes those of dead drivers. */
    static ScratchDirectory create() throws IOException {
        return createIn(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static ScratchDirectory createIn(Path parent) throws IOException {
        Path directory = Files.createTempDirectory(parent, ownPrefix());
        try {
            sweep(parent, Files.getOwner(directory));
            return new ScratchDirectory(directory, lock(directory));
        } catch (IOException | RuntimeException | Error e) {
            try {
                delete(directory);
            } catch (IOException deleting) {
                e.addSuppressed(deleting);
            }
            throw e;
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        Path unlocked = directory.resolve("lock.new");
        FileChannel channel = FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            channel.lock();
            // Under this name it is never seen unlocked while its driver lives.
            Files.move(unlocked, directory.resolve(LOCK));
            return channel;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** The directory itself; all in it is removed by {@link #close}. */
    Path directory() {
        return directory;
    }

    /** A file in it, which is not made. */
    Path file(String name) {
        return directory.resolve(name);
    }

    @Override
    public void close() throws IOException {
        lock.close();
        delete(directory);
    }

    private static String ownPrefix() {
        return PREFIX + ProcessHandle.current().pid() + "-";
    }

    private static void sweep(Path parent, UserPrincipal owner) throws IOException {
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path candidate : candidates) {
                try {
                    if (isStale(candidate, owner)) {
                        delete(candidate);
                    }
                } catch (IOException e) {
                    log.debug("Left {}", candidate, e);
                }
            }
        }
    }

    /**
     * Never asks for the lock of a directory of this process: closing the file would give up the lock that another
     * backend of this process holds.
     */
    private static boolean isStale(Path candidate, UserPrincipal owner) throws IOException {
        if (candidate.getFileName().toString().startsWith(ownPrefix()) || !isOwn(candidate, owner)) {
            return false;
        }
        Path lockFile = candidate.resolve(LOCK);
        if (!Files.exists(lockFile, LinkOption.NOFOLLOW_LINKS)) {
            Instant made = Files.getLastModifiedTime(candidate).toInstant();
            return made.isBefore(Instant.now().minus(MAKING));
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock free = channel.tryLock()) {
            return free != null;
        }
    }

    private static boolean isOwn(Path candidate, UserPrincipal owner) throws IOException {
        return Files.isDirectory(candidate, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(candidate, LinkOption.NOFOLLOW_LINKS).equals(owner);
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
