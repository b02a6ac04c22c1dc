package io.kubeface.core.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each object as a file of its name below a root directory, which several processes, and over a network file
 * system several machines, may use at once.
 *
 * <p><b>Writing.</b> An object is written as a temporary file in the hidden directory {@code .~writing} below the root
 * and then linked to its name (create) or renamed to it (replace), both of which the file system does at once and whole;
 * a file system without hard links is refused by the first create. A process that is killed leaves at most a temporary
 * file, which nobody reads; whoever opens or closes a store on the root removes those of writers that have ended (known
 * on Linux, for processes of the same system) and those of others a day
 * old.
 *
 * <p><b>Durability.</b> By default nothing is forced to the disk: objects survive the end of any process, while a
 * machine that loses power may lose the last seconds, and the driver that would have read them with it.
 * {@link #durable} forces each object and its directory before {@link #put} returns.
 *
 * <p><b>Rights.</b> The root is made at the first write, for its owner only, unless it is there. Objects and directories
 * below it have the rights of the process's umask. Symbolic links below the root are never followed: a link is no
 * object, and a call whose object would lie behind one fails. That does not hold against somebody who may write to the
 * root and swaps a directory for a link during a call; nobody but the owner may, if the store made the root.
 *
 * <p><b>Differences from a bucket.</b> An object and objects "below" it ({@code a} and {@code a/b}) cannot both be; the
 * second is refused. On a file system that takes {@code A} for {@code a}, so does the store. Content types are not kept
 * but told by the ending of the name. A copy is a second link, so it has the time of its original, unless the system
 * refuses the link: then the bytes are copied. Directories that a
 * delete leaves empty go, except those at the root's first level.
 *
 * <p><b>Listing</b> reads the names of a directory once for every page of it, and holds them meanwhile: 100,000 objects
 * in one directory cost some 10 MB and, in pages of 10,000, ten readings. So take large pages where much is listed.
 */
public final class LocalDirectoryObjectStore implements ObjectStore {
    private final Path root;
    private final boolean durable;
    private final TempFiles tempFiles;
    private final LocalFailures failures;
    private final LocalTree tree;

    /**
     * Opens a directory; it need not exist.
     *
     * @param root relative to the working directory unless it is absolute
     */
    public LocalDirectoryObjectStore(Path root) {
        this(root, false);
    }

    private LocalDirectoryObjectStore(Path root, boolean durable) {
        this.root = root.toAbsolutePath().normalize();
        this.durable = durable;
        this.tempFiles = new TempFiles(this.root, durable);
        this.failures = new LocalFailures(this.root);
        this.tree = new LocalTree(this.root, durable, tempFiles, failures);
        tempFiles.sweep();
    }

    /** Opens a directory as the constructor does; what is written then survives a loss of power. */
    public static LocalDirectoryObjectStore durable(Path root) {
        return new LocalDirectoryObjectStore(root, true);
    }

    /** The directory that everything is below; absolute. */
    public Path root() {
        return root;
    }

    @Override
    public boolean put(String name, PutMode mode, String contentType, Body body) throws IOException {
        Path target = path(name);
        if (mode == PutMode.CREATE && attributes(name, target) != null) {
            return false;
        }
        Path temp = tempFiles.next();
        try {
            write(name, temp, body);
            return tree.publish(name, temp, target, mode);
        } finally {
            TempFiles.discard(temp);
        }
    }

    @Override
    public StoredObject get(String name) throws IOException {
        Path path = path(name);
        // Links are refused below, by what they are; opened they must not be, a device might wait for ever.
        BasicFileAttributes attributes = attributes(name, path);
        if (attributes == null) {
            throw new ObjectNotFoundException(name, path.toString(), null);
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw failures.translate("read", name, e);
        }
        try {
            // The length is of the version that was opened, also when another took its name since.
            return new StoredObject(
                    new ObjectInfo(
                            name,
                            channel.size(),
                            ContentTypes.of(name),
                            attributes.lastModifiedTime().toInstant()),
                    new FileInput(channel, name, failures));
        } catch (IOException e) {
            LocalFailures.closeQuietly(channel);
            throw failures.translate("read", name, e);
        }
    }

    @Override
    public Optional<ObjectInfo> stat(String name) throws IOException {
        BasicFileAttributes attributes = attributes(name, path(name));
        if (attributes == null) {
            return Optional.empty();
        }
        return Optional.of(new ObjectInfo(
                name,
                attributes.size(),
                ContentTypes.of(name),
                attributes.lastModifiedTime().toInstant()));
    }

    @Override
    public ObjectPage list(String prefix, @Nullable String after, int limit) throws IOException {
        ObjectNames.checkLimit(limit);
        String base = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        if (!ObjectNames.isDirectory(base)) {
            return new ObjectPage(List.of(), true);
        }
        tree.checkNoLinks(prefix, root.resolve(base + "any"));
        try {
            return new LocalListing(root, prefix, after, limit).read();
        } catch (IOException e) {
            throw failures.translate("list", base, e);
        }
    }

    @Override
    public void delete(Collection<String> names) throws IOException {
        for (String name : names) {
            ObjectNames.check(name);
        }
        Set<Path> directories = new LinkedHashSet<>();
        for (String name : names) {
            Path path = path(name);
            if (attributes(name, path) == null) {
                continue;
            }
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw failures.translate("delete", name, e);
            }
            directories.add(LocalTree.parent(path));
        }
        for (Path directory : directories) {
            tree.removeIfEmpty(directory);
        }
    }

    @Override
    public boolean copy(String from, String to, PutMode mode) throws IOException {
        Path source = path(from);
        Path target = path(to);
        if (attributes(from, source) == null) {
            throw new ObjectNotFoundException(from, source.toString(), null);
        }
        try {
            return link(to, source, target, mode);
        } catch (StorageException e) {
            if (!LocalFailures.isLinkRefused(e)) {
                throw e;
            }
        }
        try (StoredObject original = get(from)) {
            return put(to, mode, ContentTypes.of(to), out -> original.body().transferTo(out));
        }
    }

    /**
     * Makes the directory that objects of a prefix lie in, and keeps it while it is empty, against deletes by any store
     * of this JVM. Another process may still remove it.
     *
     * @param name the prefix without its last slash
     * @return ends the keeping, and removes the directory if it is empty
     */
    public Closeable keepDirectory(String name) throws IOException {
        Path directory = path(name);
        KeptDirectories.keep(directory);
        try {
            tree.makeDirectories(name, directory);
        } catch (IOException e) {
            KeptDirectories.letGo(directory);
            throw e;
        }
        return () -> {
            KeptDirectories.letGo(directory);
            tree.removeIfEmpty(directory);
        };
    }

    @Override
    public String url() {
        String url = root.toUri().toString();
        // The JDK ends the URL of a directory with a slash only if it is there now.
        return url.endsWith("/") && root.getParent() != null ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public String address(String name) {
        return root.resolve(ObjectNames.check(name)).toString();
    }

    /** Removes temporary files of writers that have ended. The store can still be used. */
    @Override
    public void close() {
        tempFiles.sweep();
    }

    private void write(String name, Path temp, Body body) throws IOException {
        FileOutput out;
        try {
            out = new FileOutput(tempFiles.create(temp), name, failures);
        } catch (IOException e) {
            throw failures.translate("write", name, e);
        }
        try {
            body.writeTo(out);
            out.end(durable);
        } finally {
            out.release();
        }
    }

    private boolean link(String to, Path source, Path target, PutMode mode) throws IOException {
        if (mode == PutMode.CREATE) {
            return tree.publish(to, source, target, mode);
        }
        Path temp = tempFiles.next();
        try {
            tree.publish(to, source, temp, PutMode.CREATE);
            return tree.publish(to, temp, target, mode);
        } finally {
            TempFiles.discard(temp);
        }
    }

    private Path path(String name) throws PermanentStorageException {
        Path path = root.resolve(ObjectNames.check(name));
        tree.checkNoLinks(name, path);
        return path;
    }

    /** Null when there is no such object. */
    private @Nullable BasicFileAttributes attributes(String name, Path path) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile() ? attributes : null;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            if (failures.isBelowObject(path)) {
                return null;
            }
            throw failures.translate("read", name, e);
        }
    }
}
