package io.kubeface.core.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where all data of a job lies: named, immutable objects below one root. Blocking and streaming; safe for use by
 * several threads and, as far as create-only goes, by several machines at once.
 *
 * <p>A name is {@code /}-separated segments such as {@code results/job-1/00000007.value}. Each segment is 1 to 200
 * characters of {@code [A-Za-z0-9._=+-]} and is not {@code .} or {@code ..}; a whole name has at most 900 characters.
 * Any other name is refused with {@link IllegalArgumentException} by every method, before anything is touched.
 *
 * <p>No reader ever sees part of an object: it is there whole or not at all. A method that returns has taken effect for
 * every later reader. A failure is a {@link TransientStorageException} (the same call may work later), an
 * {@link ObjectNotFoundException}, or a {@link PermanentStorageException}; each names the object.
 *
 * <p>Eight methods, where our ports have six at most: they are the verbs of an object store, and a narrower port would
 * only move them into casts.
 */
public interface ObjectStore extends AutoCloseable {

    /**
     * Writes an object as a stream.
     *
     * @param body called once (again only by callers' own retries) with the stream to write to, which it need not
     *     close. What it throws is thrown on, and then nothing was written
     * @return true when this call wrote the object; false only with {@link PutMode#CREATE}, when an object of that name
     *     was there first, which is then unchanged. The body may or may not have been called in that case
     * @throws IOException when nothing was written, or (transient only) when it is unknown whether it was
     */
    boolean put(String name, PutMode mode, String contentType, Body body) throws IOException;

    /**
     * Opens an object for reading. What is read is one version of it, whole, whatever is written to the name meanwhile.
     *
     * @throws ObjectNotFoundException when there is no such object
     */
    StoredObject get(String name) throws IOException;

    /** What is known of an object without reading it; empty when it is not there. */
    Optional<ObjectInfo> stat(String name) throws IOException;

    /**
     * One page of the objects whose names begin with a prefix, in the order of their names' characters.
     *
     * @param prefix any string, also one that ends within a segment; empty for all
     * @param after only names greater than this one are listed; null to begin at the first
     * @param limit at most so many, 1 to 10,000; fewer only on the last page
     */
    ObjectPage list(String prefix, @Nullable String after, int limit) throws IOException;

    /** Removes objects; those that are not there are passed over. After a failure some may be gone and some not. */
    void delete(Collection<String> names) throws IOException;

    /**
     * Copies an object, with its content type.
     *
     * @return as {@link #put}
     * @throws ObjectNotFoundException when there is nothing to copy
     */
    boolean copy(String from, String to, PutMode mode) throws IOException;

    /** The root as its users write it: a URL that {@link ObjectStores#open} opens again. */
    String url();

    /** Where a person finds an object: a path, or a page of a console. The object need not exist. */
    String address(String name);

    /** Ends what this store has opened. Idempotent. */
    @Override
    void close() throws IOException;

    /** What is written into an object. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }
}
