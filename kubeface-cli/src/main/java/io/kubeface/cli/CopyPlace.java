package io.kubeface.cli;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.gcs.BucketObjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** One side of a copy: files on this machine, objects of a bucket, or a standard stream. For one thread. */
interface CopyPlace extends AutoCloseable {
    /** What a standard stream is called. */
    String STREAM = "-";

    /**
     * Finds what a name of a file, directory, object or prefix means; reaches for nothing.
     *
     * @throws IllegalArgumentException when it means nothing
     * @throws IOException when no client can be made
     */
    static CopyPlace of(String name, Streams streams) throws IOException {
        if (name.equals(STREAM)) {
            return new StreamPlace(streams);
        }
        if (name.toLowerCase(Locale.ROOT).startsWith(BucketPlace.SCHEME)) {
            String rest = name.substring(BucketPlace.SCHEME.length());
            int slash = rest.indexOf('/');
            String bucket = slash < 0 ? rest : rest.substring(0, slash);
            return new BucketPlace(BucketObjects.open(bucket), bucket, slash < 0 ? "" : rest.substring(slash + 1));
        }
        if (name.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
            throw new IllegalArgumentException(
                    name + ": name a file, a directory, gs://BUCKET/OBJECT, or - for a standard stream");
        }
        return new LocalPlace(Path.of(name), name.endsWith("/"));
    }

    /** The one file of exactly this name; empty when there is none. */
    Optional<CopyFile> file() throws IOException;

    /**
     * Shows all files below this name.
     *
     * @return whether there is such a directory, or an object below such a prefix
     */
    boolean each(CopyFile.Visitor visitor) throws IOException;

    /** Whether what is copied to it goes below it, under its own name. */
    boolean isDirectory() throws IOException;

    /**
     * Writes a file whole or not at all.
     *
     * @param name below this place; empty for the place itself
     * @return false when there was one already and the mode lets it stay
     * @throws HostileNameException when it would come to lie elsewhere
     */
    boolean write(String name, PutMode mode, String contentType, ObjectStore.Body body) throws IOException;

    /** Whether all that is written below this place would come to lie below another one. */
    boolean isWithin(CopyPlace other) throws IOException;

    /** Removes what a write that goes on has written so far, and lets none begin any more. May be called by any thread. */
    void discard();

    /** A file of this place as messages name it. */
    String shown(String name);

    @Override
    void close() throws IOException;

    /** A name that leads out of the place where it is to be. */
    final class HostileNameException extends IOException {
        HostileNameException(String message) {
            super(message);
        }
    }
}
