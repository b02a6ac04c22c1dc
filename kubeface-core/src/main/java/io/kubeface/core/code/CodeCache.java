package io.kubeface.core.code;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.StoredObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * Jars on this machine by digest, at {@code code/sha256/<digest>.jar} below a directory that only its owner may use.
 * Safe for use by any number of threads and processes at once; a process killed at any moment leaves at worst a
 * temporary file, which {@link #prune} removes.
 *
 * <p>A jar gets its name only after all its bytes were hashed and the digest was right, so a jar that is there counts
 * as verified: only its size is checked again. Hashing a whole class path would cost more than all the rest of a
 * worker's start; and who can write into the owner's directory can change what the owner runs anyway.
 */
public final class CodeCache {
    private static final Duration PART_LIFETIME = Duration.ofDays(1);

    private final Path directory;
    private final Path jars;
    private final Path pruned;
    private final Path digests;

    /**
     * Opens a cache, and makes its directory, with rights for its owner alone, when it is not there.
     *
     * @throws IOException when it cannot be made, is not this user's, or others have rights to it; the message says
     *     which, and the cure
     */
    public CodeCache(Path directory) throws IOException {
        OwnDirectory.ensure(directory);
        this.directory = directory;
        this.jars = Files.createDirectories(directory.resolve("code").resolve("sha256"));
        this.pruned = directory.resolve("pruned");
        this.digests = directory.resolve("digests");
    }

    /**
     * The cache of the user that runs this JVM: in {@code KUBEFACE_CACHE}, else {@code $XDG_CACHE_HOME/kubeface}, else
     * {@code ~/.cache/kubeface}, else, for a user without a home, {@code kubeface-<user>} in the directory for
     * temporary files.
     *
     * @throws IOException as the constructor
     */
    public static CodeCache ofUser() throws IOException {
        return new CodeCache(OwnDirectory.ofUser());
    }

    /** The directory that only its owner may use; what else is made of the jars may be kept in it too. */
    public Path directory() {
        return directory;
    }

    /**
     * The jar of an entry: the cached one, else it is streamed from the store, hashed on the way, and kept.
     *
     * @throws CodeMismatchException when the object is not what the entry says
     * @throws io.kubeface.core.store.ObjectNotFoundException when the store has no such code
     * @throws IOException when it cannot be read or kept
     */
    public Path fetch(ObjectStore store, CodeEntry entry) throws IOException {
        Path file = path(entry.sha256());
        if (has(entry)) {
            return file;
        }
        String name = entry.name().path();
        try (Incoming incoming = newFile();
                StoredObject object = store.get(name)) {
            object.body().transferTo(incoming);
            String found = incoming.sha256();
            if (!found.equals(entry.sha256())) {
                throw new CodeMismatchException(
                        entry,
                        found,
                        store.address(name),
                        "Delete that object and run the driver again, which uploads the code anew; and find out who"
                                + " changed it.");
            }
            return incoming.keepAs(found);
        }
    }

    /**
     * Removes what nobody has used for a while, and what killed processes left. Workers that run keep the jars that
     * they have opened; a worker that starts later fetches again what it misses.
     */
    public void prune(Duration unusedFor) throws IOException {
        Instant now = Instant.now();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(jars)) {
            for (Path file : files) {
                boolean part = file.toString().endsWith(Incoming.SUFFIX);
                if (lastUse(file).isBefore(now.minus(part ? PART_LIFETIME : unusedFor))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Prunes unless that was done within the interval, by whatever process. */
    void pruneEvery(Duration interval, Duration unusedFor) throws IOException {
        if (lastUse(pruned).isAfter(Instant.now().minus(interval))) {
            return;
        }
        Files.write(pruned, new byte[0]);
        prune(unusedFor);
    }

    KnownDigests knownDigests() {
        return KnownDigests.read(digests);
    }

    Incoming newFile() throws IOException {
        return Incoming.in(jars);
    }

    Path path(String sha256) {
        return jars.resolve(sha256 + ".jar");
    }

    /**
     * Whether an entry's jar is here. A file of another size, changed since it was verified or cut when the machine lost
     * power, is none: {@link Incoming#keepAs} replaces it.
     */
    boolean has(CodeEntry entry) throws IOException {
        try {
            return Files.size(path(entry.sha256())) == entry.sizeBytes();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Notes that a jar is in use. The time of last access is set, never that of last modification: an archive of
     * shared classes is void when its jars' modification time differs.
     */
    void touch(String sha256) throws IOException {
        Files.getFileAttributeView(path(sha256), BasicFileAttributeView.class)
                .setTimes(null, FileTime.from(Instant.now()), null);
    }

    private static Instant lastUse(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Instant accessed = attributes.lastAccessTime().toInstant();
            Instant modified = attributes.lastModifiedTime().toInstant();
            return accessed.isAfter(modified) ? accessed : modified;
        } catch (NoSuchFileException e) {
            return Instant.EPOCH;
        }
    }
}
