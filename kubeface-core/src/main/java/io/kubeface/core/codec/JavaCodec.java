package io.kubeface.core.codec;

import io.kubeface.core.Remotes;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Java serialisation: takes every value, so it is asked last. */
public final class JavaCodec implements Codec {
    /** What stands in the headers of its items. */
    public static final String ID = "java";

    private final @Nullable Remotes remotes;

    /** A codec of values that hold no remote objects. */
    public JavaCodec() {
        this(null);
    }

    /**
     * A codec of values that may hold remote objects.
     *
     * @param remotes where those are; null for values that hold none
     */
    public JavaCodec(@Nullable Remotes remotes) {
        this.remotes = remotes;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public boolean encodes(Object value) {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnencodableValueException when something in it is not serialisable; the message has the path that leads
     *     there
     */
    @Override
    public void encode(Object value, OutputStream out) throws IOException {
        try {
            // Not closed: it has nothing of its own, and the stream below is the caller's.
            ObjectOutputStream objects = new ScopedObjectOutput(out, remotes);
            objects.writeObject(value);
            objects.flush();
        } catch (NotSerializableException e) {
            throw new UnencodableValueException(SerialPath.explain(value, e), e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws UndecodableValueException when a class is not there or not allowed; the message names it
     */
    @Override
    public Object decode(InputStream in, String type, DecodeScope scope) throws IOException {
        ScopedObjectInput objects = new ScopedObjectInput(in, scope, remotes);
        try {
            return objects.readObject();
        } catch (ClassNotFoundException e) {
            throw new UndecodableValueException(
                    "class " + e.getMessage() + " is not on the class path here; it must be on the same class path "
                            + "in driver and worker.",
                    e);
        } catch (InvalidClassException e) {
            throw new UndecodableValueException(objects.reason(e), e);
        }
    }

    /**
     * What an object is called in messages.
     *
     * @param written as the stream meets it: of a lambda its {@link java.lang.invoke.SerializedLambda}
     */
    public static String describe(Object written) {
        return Step.name(written);
    }
}
