package io.kubeface.core.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the file system's failures mean for a store below one directory. */
final class LocalFailures {
    /** So little is free only on a disk that is full; file systems keep some blocks back. */
    private static final long FULL_BELOW_BYTES = 64 * 1024;

    private final Path root;

    LocalFailures(Path root) {
        this.root = root;
    }

    /**
     * The failure of a store's call.
     *
     * @param verb what was tried, for example {@code read}
     * @param what the object's name, or the prefix of a listing
     */
    StorageException translate(String verb, String what, IOException e) {
        if (e instanceof StorageException already) {
            return already;
        }
        String tried = "Cannot " + verb + " object " + what + ": ";
        Path path = root.resolve(what);
        if (e instanceof NoSuchFileException) {
            return new ObjectNotFoundException(what, path.toString(), e);
        }
        if (e instanceof ClosedByInterruptException) {
            return new TransientStorageException(tried + "the thread was interrupted.", e);
        }
        String reason = reason(e);
        if (e instanceof AccessDeniedException || reason.contains("read-only")) {
            return new PermanentStorageException(
                    tried + "no right to " + verb + " " + path + " (" + reason + "). Let user "
                            + System.getProperty("user.name") + " read and write everything in " + root
                            + ", or choose another storage directory.",
                    e);
        }
        Path blocking = objectAbove(path);
        if (blocking != null) {
            return new PermanentStorageException(
                    tried + blocking + " is an object, and below an object a directory can hold no other.", e);
        }
        if (Files.exists(root) && !Files.isDirectory(root)) {
            return new PermanentStorageException(
                    tried + "the storage directory " + root + " is a file. Choose another, or move the file away.", e);
        }
        if (isFull(reason)) {
            return new TransientStorageException(
                    tried + "the disk of " + root + " is full (" + freeBytes() + " bytes free). Free some space, or"
                            + " choose a storage directory on another disk.",
                    e);
        }
        return new TransientStorageException(tried + reason + " (at " + path + ").", e);
    }

    /** The failure of giving a whole file its name, which is the first thing that needs hard links. */
    StorageException ofPublishing(String name, IOException e) {
        String reason = reason(e);
        if (!refusesLinks(e)) {
            return translate("write", name, e);
        }
        return new PermanentStorageException(
                "Cannot write object " + name + ": the file system of " + root + " (" + fileSystemType()
                        + ") has no hard links (" + reason + "), without which two writers of one object cannot be"
                        + " told apart. Choose a storage directory on another file system.",
                e);
    }

    /**
     * Whether a file cannot have one more name: it has as many as it can have, belongs to somebody else (Linux with
     * fs.protected_hardlinks), or the file system has no hard links.
     */
    static boolean isLinkRefused(StorageException e) {
        return e.getCause() instanceof IOException cause
                && (reason(cause).contains("too many links") || refusesLinks(cause));
    }

    private static boolean refusesLinks(IOException e) {
        String reason = reason(e);
        return e.getCause() instanceof UnsupportedOperationException
                || reason.contains("not permitted")
                || reason.contains("not supported")
                || reason.contains("not implemented");
    }

    /** Whether an object stands where a directory would have to. */
    boolean isBelowObject(Path path) {
        return objectAbove(path) != null;
    }

    static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // What was wanted of it has failed already, or was done.
        }
    }

    private @Nullable Path objectAbove(Path path) {
        Path parent = path.getParent();
        while (parent != null && parent.startsWith(root) && !parent.equals(root)) {
            if (Files.isRegularFile(parent, LinkOption.NOFOLLOW_LINKS)) {
                return parent;
            }
            parent = parent.getParent();
        }
        return null;
    }

    private boolean isFull(String reason) {
        if (reason.contains("no space") || reason.contains("quota")) {
            return true;
        }
        long free = freeBytes();
        return free >= 0 && free < FULL_BELOW_BYTES;
    }

    private long freeBytes() {
        try {
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }

    private String fileSystemType() {
        try {
            FileStore store = Files.getFileStore(root);
            return store.type();
        } catch (IOException e) {
            return "of unknown type";
        }
    }

    private static String reason(Exception e) {
        String message = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.toLowerCase(Locale.ROOT);
    }
}
