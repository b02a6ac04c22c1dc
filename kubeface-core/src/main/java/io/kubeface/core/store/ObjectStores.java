package io.kubeface.core.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Opens object stores by URL, and does what takes two calls of one. */
public final class ObjectStores {
    private ObjectStores() {}

    /**
     * Opens the store that a URL or a directory names: {@code file:///a/directory} or a path for a
     * {@link LocalDirectoryObjectStore}; {@code memory:a-name} for an {@link InMemoryObjectStore} that this JVM's other
     * users of the name share; any other scheme for the {@link ObjectStoreProvider} that serves it.
     *
     * @param urlOrDirectory a relative path is taken from the working directory. A path that begins like a URL, as
     *     {@code a:b} does, is written {@code ./a:b}
     * @throws IllegalArgumentException when it is not well formed, or nobody serves its scheme
     * @throws IOException when the store is not to be reached
     */
    public static ObjectStore open(String urlOrDirectory) throws IOException {
        if (urlOrDirectory.isBlank()) {
            throw new IllegalArgumentException("The storage is empty; name a directory or a URL such as file:///data.");
        }
        int schemeEnd = schemeEnd(urlOrDirectory);
        if (schemeEnd < 0) {
            return new LocalDirectoryObjectStore(path(urlOrDirectory));
        }
        String scheme = urlOrDirectory.substring(0, schemeEnd);
        if (scheme.equalsIgnoreCase("file")) {
            return new LocalDirectoryObjectStore(pathOfUrl(urlOrDirectory));
        }
        if (scheme.equalsIgnoreCase("memory")) {
            return InMemoryObjectStore.named(urlOrDirectory.substring(schemeEnd + 1));
        }
        return ProvidedStores.open(scheme, urlOrDirectory);
    }

    /**
     * A store of the same kind as a URL names, for a run that shows a JVM which classes a worker loads; empty for those
     * that need none or have none. What the URL names is not touched.
     *
     * @throws IllegalArgumentException as {@link #open}, but a path or URL is not looked at beyond its scheme
     * @throws IOException when it cannot be made
     */
    public static Optional<ObjectStore> openForTraining(String urlOrDirectory) throws IOException {
        String scheme = scheme(urlOrDirectory);
        return isProvided(scheme) ? ProvidedStores.openForTraining(scheme, urlOrDirectory) : Optional.empty();
    }

    /** The scheme of a URL, in lower case; {@code file} for a path. */
    public static String scheme(String urlOrDirectory) {
        int end = schemeEnd(urlOrDirectory);
        return end < 0 ? "file" : urlOrDirectory.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** Whether stores of a scheme come from an {@link ObjectStoreProvider}. */
    public static boolean isProvided(String scheme) {
        return !scheme.equals("file") && !scheme.equals("memory");
    }

    /**
     * Gives an object another name: a copy, then a removal. A reader may see both names for a moment, and so does
     * everybody when this fails between the two; never neither.
     *
     * @return as {@link ObjectStore#put}; when false, the object keeps the name it had. True, and nothing done, when
     *     both names are the same
     * @throws ObjectNotFoundException when there is nothing to move
     */
    public static boolean move(ObjectStore store, String from, String to, PutMode mode) throws IOException {
        if (from.equals(to)) {
            Optional<ObjectInfo> info = store.stat(from);
            if (info.isEmpty()) {
                throw new ObjectNotFoundException(from, store.address(from), null);
            }
            return true;
        }
        if (!store.copy(from, to, mode)) {
            return false;
        }
        store.delete(List.of(from));
        return true;
    }

    /** Where the scheme of a URL ends; -1 when this is a path. One letter is a drive, not a scheme. */
    private static int schemeEnd(String urlOrDirectory) {
        for (int i = 0; i < urlOrDirectory.length(); i++) {
            char c = urlOrDirectory.charAt(i);
            if (c == ':') {
                return i < 2 ? -1 : i;
            }
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean laterOnly = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !laterOnly)) {
                return -1;
            }
        }
        return -1;
    }

    private static Path path(String directory) {
        try {
            return Path.of(directory);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("The storage \"" + directory + "\" is no path of a directory.", e);
        }
    }

    private static Path pathOfUrl(String url) {
        try {
            return Path.of(URI.create(url));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new IllegalArgumentException(
                    "The storage \"" + url + "\" is no URL of a directory; write file:///a/directory, with %20 for a"
                            + " space, or the plain path.",
                    e);
        }
    }
}
