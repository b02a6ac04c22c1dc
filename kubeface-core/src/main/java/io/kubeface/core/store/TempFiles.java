package io.kubeface.core.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Files of objects to be, in a directory below the root whose name no object can have. */
final class TempFiles {
    static final String DIRECTORY = ".~writing";
    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;
    /** Begins anew in each process, so that a process never meets the files of an earlier one that had its id. */
    private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime() & Long.MAX_VALUE);

    private final Path root;
    private final Path directory;
    private final boolean durable;
    private volatile @Nullable WriterId self;

    /** @param durable whether the root, once made, is to survive a loss of power */
    TempFiles(Path root, boolean durable) {
        this.root = root;
        this.durable = durable;
        this.directory = root.resolve(DIRECTORY);
    }

    /** A path at which nothing is yet. */
    Path next() {
        WriterId writer = self();
        return directory.resolve(
                writer.place() + "." + writer.pid() + "." + Long.toString(NUMBER.getAndIncrement(), 36));
    }

    /** Opens a new file; makes the directory and the root if need be. */
    FileChannel create(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            makeDirectory();
            return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }

    void makeDirectory() throws IOException {
        makeRoot();
        makeOne(directory);
    }

    /** Makes the root, for its owner only, with the directories above it; leaves one that is there as it is. */
    void makeRoot() throws IOException {
        if (Files.isDirectory(root)) {
            return;
        }
        Path above = root.getParent();
        while (above != null && !Files.isDirectory(above)) {
            above = above.getParent();
        }
        if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            FileAttribute<?> ownerOnly =
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(root, ownerOnly);
        } else {
            Files.createDirectories(root);
        }
        for (Path at = root; durable && !at.equals(above); at = LocalTree.parent(at)) {
            force(LocalTree.parent(at));
        }
    }

    /** Has the disk keep the names in a directory. */
    static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes a directory unless it is there. Somebody may remove it at any time, so that it may be gone again. */
    static void makeOne(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (Files.isRegularFile(directory, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(directory)) {
                throw e;
            }
        }
    }

    /** Removes a file if it is there. One that cannot be removed is left to {@link #sweep}. */
    static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Nobody sees it, and a sweep takes it later.
        }
    }

    /** Removes the files of writers that have ended, and, where nothing is known of the writer, those a day old. */
    void sweep() {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (isAbandoned(file)) {
                    discard(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Sweeping is a courtesy; whoever needs the directory will meet the same failure and report it.
        }
    }

    private boolean isAbandoned(Path file) throws IOException {
        WriterId writer = writerOf(String.valueOf(file.getFileName()));
        if (writer != null && self().sees(writer)) {
            if (writer.hasEnded()) {
                return true;
            }
            if (writer.runs()) {
                return false;
            }
        }
        try {
            long modified =
                    Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis();
            return modified < System.currentTimeMillis() - DAY_MILLIS;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static @Nullable WriterId writerOf(String fileName) {
        int first = fileName.indexOf('.');
        int second = fileName.indexOf('.', first + 1);
        return second < 0 ? null : new WriterId(fileName.substring(0, first), fileName.substring(first + 1, second));
    }

    private WriterId self() {
        WriterId known = self;
        if (known == null) {
            known = WriterId.ofThisProcess();
            self = known;
        }
        return known;
    }
}
