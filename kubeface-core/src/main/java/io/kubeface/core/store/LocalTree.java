package io.kubeface.core.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Names and directories of a store's files: how a whole file gets its name, and directories come and go. */
final class LocalTree {
    private static final int MOST_TRIES = 1000;

    private final Path root;
    private final boolean durable;
    private final TempFiles tempFiles;
    private final LocalFailures failures;

    LocalTree(Path root, boolean durable, TempFiles tempFiles, LocalFailures failures) {
        this.root = root;
        this.durable = durable;
        this.tempFiles = tempFiles;
        this.failures = failures;
    }

    /**
     * Gives a whole file the name of an object: with {@link PutMode#CREATE} as a second name, else as its only one.
     *
     * @return false when an object has the name and was to stay
     */
    boolean publish(String name, Path file, Path target, PutMode mode) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                link(file, target, mode);
                if (durable) {
                    TempFiles.force(parent(target));
                }
                return true;
            } catch (FileAlreadyExistsException e) {
                if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
                    return false;
                }
                makeRoom(name, target, e);
            } catch (NoSuchFileException e) {
                // A concurrent delete may remove the directory as often as we make it.
                if (tries == MOST_TRIES || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw new TransientStorageException(
                            "Cannot write object " + name + ": " + file + " was removed by somebody else.", e);
                }
                makeDirectories(name, parent(target));
            } catch (IOException e) {
                if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                    throw failures.ofPublishing(name, e);
                }
                makeRoom(name, target, e);
            } catch (UnsupportedOperationException e) {
                throw failures.ofPublishing(name, new IOException(e));
            }
        }
    }

    /** Makes a directory below the root, with those above it. It may be gone again when this returns. */
    void makeDirectories(String name, Path directory) throws IOException {
        try {
            if (directory.equals(root)) {
                tempFiles.makeRoot();
                return;
            }
            try {
                TempFiles.makeOne(directory);
            } catch (NoSuchFileException e) {
                makeDirectories(name, parent(directory));
                TempFiles.makeOne(directory);
            }
            if (durable) {
                TempFiles.force(parent(directory));
            }
        } catch (NoSuchFileException e) {
            // Its parent was removed just now, as empty; whoever asked finds out and asks again.
        } catch (IOException e) {
            throw failures.translate("write", name, e);
        }
    }

    /** Removes a directory if it is empty, and then those above it; not those at the first level. */
    void removeIfEmpty(Path directory) {
        Path at = directory;
        while (at.getNameCount() > root.getNameCount() + 1 && KeptDirectories.removeIfEmpty(at)) {
            at = parent(at);
        }
    }

    /** Refuses a path that leads through a symbolic link. */
    void checkNoLinks(String name, Path path) throws PermanentStorageException {
        for (Path at = parent(path); at.getNameCount() > root.getNameCount(); at = parent(at)) {
            if (Files.isSymbolicLink(at)) {
                throw new PermanentStorageException(
                        "Cannot touch object " + name + ": " + at + " is a symbolic link, and objects behind links are"
                                + " not followed. Replace it by a directory.",
                        null);
            }
        }
    }

    static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "a path below the root has a parent");
    }

    private static void link(Path file, Path target, PutMode mode) throws IOException {
        if (mode == PutMode.CREATE) {
            Files.createLink(target, file);
        } else {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Removes an empty directory that has the name of an object to be. */
    private static void makeRoom(String name, Path target, IOException cause) throws PermanentStorageException {
        boolean gone = !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        boolean empty = Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS) && KeptDirectories.removeIfEmpty(target);
        if (!gone && !empty) {
            throw new PermanentStorageException(
                    "Cannot write object " + name + ": at " + target + " is a directory or a link, not an object.",
                    cause);
        }
    }
}
