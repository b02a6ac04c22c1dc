package io.kubeface.core.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing of files. Directories are read only where the prefix and the beginning of the page leave names
 * to be found, and only entries that are listed are looked at further.
 */
final class LocalListing {
    private final Path root;
    private final String prefix;
    private final @Nullable String after;
    private final int limit;
    private final List<ObjectInfo> found = new ArrayList<>();

    LocalListing(Path root, String prefix, @Nullable String after, int limit) {
        this.root = root;
        this.prefix = prefix;
        this.after = after;
        this.limit = limit;
    }

    ObjectPage read() throws IOException {
        walk(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        boolean last = found.size() <= limit;
        return new ObjectPage(last ? found : found.subList(0, limit), last);
    }

    /**
     * Lists what is below a directory. What is in {@code a/} comes after {@code a-b} and before {@code a0}: a directory
     * has its place by its name with the slash, and gets it when it turns out to be one.
     *
     * @param base the directory's name, which ends with a slash unless it is the root
     */
    private void walk(String base) throws IOException {
        PriorityQueue<String> names = candidates(base);
        while (found.size() <= limit) {
            String name = names.poll();
            if (name == null) {
                return;
            }
            if (name.endsWith("/")) {
                walk(name);
                continue;
            }
            BasicFileAttributes file = attributes(root.resolve(name));
            if (file == null) {
                continue;
            }
            if (file.isDirectory()) {
                if (mayHoldMore(name + "/")) {
                    names.add(name + "/");
                }
            } else if (file.isRegularFile() && (after == null || name.compareTo(after) > 0)) {
                found.add(new ObjectInfo(
                        name,
                        file.size(),
                        ContentTypes.of(name),
                        file.lastModifiedTime().toInstant()));
            }
        }
    }

    private PriorityQueue<String> candidates(String base) throws IOException {
        PriorityQueue<String> names = new PriorityQueue<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(base))) {
            for (Path entry : entries) {
                String segment = String.valueOf(entry.getFileName());
                String name = base + segment;
                // One that begins the name before the page may be a directory that comes after it.
                boolean inPage = after == null || name.compareTo(after) > 0 || after.startsWith(name);
                if (inPage && name.startsWith(prefix) && ObjectNames.isSegment(segment)) {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Nothing was ever written there, or its last object was removed just now.
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    private boolean mayHoldMore(String directory) {
        return after == null || directory.compareTo(after) > 0 || after.startsWith(directory);
    }

    /** Null when the file was removed just now. */
    private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
