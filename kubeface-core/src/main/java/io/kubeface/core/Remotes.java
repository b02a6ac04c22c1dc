package io.kubeface.core;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where remote objects lie that are mentioned in what is being written or read. Safe for use by several threads. */
public interface Remotes {

    /** Which place this is; equal places hold the same objects. */
    String place();

    /** Writes the object of a value, unless it is there; fails as the storage does, or as the value cannot be written. */
    RemoteAddress write(Object value) throws IOException;

    /** Takes an object, and its parts, from another place, unless they are there. */
    void copy(RemoteAddress address, Remotes from) throws IOException;

    /**
     * Reads an object's value, unless it was read before and is still kept.
     *
     * @throws RemoteObjectException when it cannot be read
     */
    Object load(RemoteAddress address);

    /** The address of an object of this place has just been written or read. */
    void mentioned(RemoteAddress address);

    /** A stream of Java serialisation that knows the place of the remote objects in it. */
    interface Stream {
        /** Null when it does not. */
        @Nullable
        Remotes remotes();
    }
}
