package io.kubeface.core;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that ships as its address. What holds one (a function, an input, a result, or the value of another) ships a
 * digest of some hundred bytes; the value itself is written to the storage once by content, when the first that holds it is
 * written, and read when somebody asks for it.
 *
 * <p>Where it was made, {@link #get} gives the value itself. Elsewhere the first call reads it, and others of the same
 * job and process get the same instance, by whatever thread and {@code Remote}, for as long as there is memory to keep
 * it. It must not be changed, neither where it was made nor elsewhere.
 *
 * <p>It goes with the client in whose job it was written, or, in a job with a cache key, with what lies under that key.
 * Two are equal only if they are the same object. Safe for use by several threads.
 *
 * @param <T> type of the value
 */
public final class Remote<T> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    /** Null where it was not made. */
    private final transient @Nullable T made;

    private transient @Nullable RemoteAddress address;
    /** Where it was read from; null where it was made. */
    private transient @Nullable Remotes source;
    /** Where it was last seen to lie. */
    private transient String place = "";

    private transient boolean writing;

    private Remote(T value) {
        this.made = Objects.requireNonNull(value, "A remote object needs a value.");
    }

    /** A remote object of a value; nothing is written yet. The value must be serialisable, as an input must. */
    public static <T> Remote<T> of(T value) {
        return new Remote<>(value);
    }

    /**
     * The value; reads it if need be, which may block.
     *
     * @throws RemoteObjectException when it cannot be read: it was removed, or damaged, or has a class that a result may
     *     not have, or the storage failed
     */
    public T get() {
        T here = made;
        return here != null ? here : read();
    }

    @SuppressWarnings("unchecked") // Whoever made it had a T.
    private T read() {
        Remotes from;
        RemoteAddress what;
        synchronized (this) {
            from = source;
            what = address;
        }
        if (from == null || what == null) {
            throw new RemoteObjectException("A remote object was read where no storage is known.", null);
        }
        return (T) from.load(what);
    }

    /** Sees to it that the object is in a place from which it can be read. */
    private synchronized RemoteAddress placed(Remotes there) throws IOException {
        RemoteAddress known = address;
        if (known != null && place.equals(there.place())) {
            return known;
        }
        Remotes from = source;
        T value = made;
        if (value != null) {
            known = write(value, there);
        } else if (known != null && from != null) {
            there.copy(known, from);
        } else {
            throw new NotSerializableException("a remote object that was read where no storage is known");
        }
        address = known;
        place = there.place();
        return known;
    }

    private RemoteAddress write(T value, Remotes there) throws IOException {
        if (writing) {
            throw new NotSerializableException("a remote object whose value holds that remote object itself");
        }
        writing = true;
        try {
            return there.write(value);
        } finally {
            writing = false;
        }
    }

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        Remotes there = out instanceof Remotes.Stream stream ? stream.remotes() : null;
        if (there == null) {
            throw new NotSerializableException(
                    Remote.class.getName() + " outside of the functions, inputs and results of jobs");
        }
        RemoteAddress written = placed(there);
        out.writeUTF(written.sha256());
        out.writeLong(written.sizeBytes());
        out.writeInt(written.parts().size());
        for (String part : written.parts()) {
            out.writeUTF(part);
        }
        there.mentioned(written);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException {
        String sha256 = in.readUTF();
        long sizeBytes = in.readLong();
        int count = in.readInt();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(in.readUTF());
        }
        RemoteAddress read = new RemoteAddress(sha256, sizeBytes, parts);
        Remotes there = in instanceof Remotes.Stream stream ? stream.remotes() : null;
        synchronized (this) {
            address = read;
            source = there;
            place = there == null ? "" : there.place();
        }
        if (there != null) {
            there.mentioned(read);
        }
    }

    /** What it is and how large, as far as that is known; never the value. */
    @Override
    public synchronized String toString() {
        RemoteAddress known = address;
        T value = made;
        return "Remote["
                + (known == null ? "not written yet" : known.toString())
                + (value == null ? "" : ", made here, " + value.getClass().getName())
                + "]";
    }
}
