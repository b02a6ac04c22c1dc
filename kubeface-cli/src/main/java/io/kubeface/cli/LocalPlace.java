package io.kubeface.cli;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory of this machine. A file is written under another name beside its own, which it gets when it is whole.
 */
final class LocalPlace implements CopyPlace {
    private final Path path;
    private final boolean slash;
    private @Nullable Path part;
    private boolean ended;

    /**
     * Makes it.
     *
     * @param slash whether it was written as a directory is
     */
    LocalPlace(Path path, boolean slash) {
        this.path = path;
        this.slash = slash;
    }

    @Override
    public Optional<CopyFile> file() throws IOException {
        if (slash || Files.isDirectory(path) || !Files.exists(path)) {
            return Optional.empty();
        }
        return Optional.of(file(path, String.valueOf(path.getFileName())));
    }

    private static CopyFile file(Path file, String name) throws IOException {
        // A pipe or device has a size that says nothing.
        long size = Files.isRegularFile(file) ? Files.size(file) : -1;
        return new CopyFile(name, size, CopyFile.BYTES, () -> Files.newInputStream(file));
    }

    /** Links below are passed over, as they may lead anywhere, and so is what is neither file nor directory. */
    @Override
    public boolean each(CopyFile.Visitor visitor) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        each(path, "", visitor);
        return true;
    }

    private static void each(Path directory, String prefix, CopyFile.Visitor visitor) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        }
        entries.sort(null);
        for (Path entry : entries) {
            String name = prefix + entry.getFileName();
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                each(entry, name + "/", visitor);
            } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                visitor.visit(file(entry, name));
            }
        }
    }

    @Override
    public boolean isDirectory() {
        return slash || Files.isDirectory(path);
    }

    @Override
    public boolean write(String name, PutMode mode, String contentType, ObjectStore.Body body) throws IOException {
        Path target = name.isEmpty() ? path.toAbsolutePath() : below(name);
        if (Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target)) {
            // A device or pipe.
            try (var out = Files.newOutputStream(target, StandardOpenOption.WRITE)) {
                body.writeTo(out);
            }
            return true;
        }
        if (mode == PutMode.CREATE && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        // Through links: the file behind one is replaced, not the link.
        Path real = Files.exists(target) ? target.toRealPath() : target;
        Path directory = real.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new NotDirectoryException(String.valueOf(directory));
        }
        Path file =
                directory.resolve(".kubeface-copy." + ProcessHandle.current().pid() + ".part");
        try {
            try (OutputStream out = begin(file)) {
                body.writeTo(out);
            }
            return give(file, real, mode);
        } finally {
            removePart();
        }
    }

    private synchronized OutputStream begin(Path file) throws IOException {
        if (ended) {
            throw new IOException("The copy was ended.");
        }
        OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
        part = file;
        return out;
    }

    /** Gives a whole file its name. */
    private static boolean give(Path file, Path target, PutMode mode) throws IOException {
        if (mode == PutMode.REPLACE) {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
        try {
            // Fails when there is a file of that name by now, where a move might replace it.
            Files.createLink(target, file);
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // No links here.
            Files.move(file, target);
        }
        return true;
    }

    /** The file of a relative name, whose directories are made. */
    private Path below(String name) throws IOException {
        for (String segment : name.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || segment.indexOf('\0') >= 0) {
                throw new HostileNameException("no file can have this name below " + path);
            }
        }
        Files.createDirectories(path);
        Path root = path.toRealPath();
        Path target = root.resolve(name);
        Path directory = target.getParent();
        for (Path each = root; !each.equals(directory); ) {
            each = each.resolve(root.relativize(directory).getName(each.getNameCount() - root.getNameCount()));
            // One level after the other: a link on the way leads elsewhere, also to make directories there.
            if (Files.isSymbolicLink(each) && !each.toRealPath().startsWith(root)) {
                throw new HostileNameException("the link " + each + " leads out of " + path);
            }
            if (!Files.isDirectory(each)) {
                Files.createDirectory(each);
            }
        }
        if (Files.isSymbolicLink(target)
                && (!Files.exists(target) || !target.toRealPath().startsWith(root))) {
            throw new HostileNameException("the link " + target + " leads out of " + path);
        }
        return target;
    }

    @Override
    public boolean isWithin(CopyPlace other) throws IOException {
        return other instanceof LocalPlace place && real(path).startsWith(real(place.path));
    }

    /** Without links, as far as it is there. */
    private static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        return Files.exists(absolute) || parent == null
                ? absolute.toRealPath()
                : real(parent).resolve(String.valueOf(absolute.getFileName()));
    }

    @Override
    public synchronized void discard() {
        ended = true;
        removePart();
    }

    private synchronized void removePart() {
        Path file = part;
        if (file != null) {
            try {
                Files.deleteIfExists(file);
                part = null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public String shown(String name) {
        return name.isEmpty() ? path.toString() : path + "/" + name;
    }

    @Override
    public void close() {
        discard();
    }
}
