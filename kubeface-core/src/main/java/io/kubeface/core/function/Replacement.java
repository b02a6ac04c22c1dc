package io.kubeface.core.function;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out what is written in an object's place, as a lambda's description is, without writing what it holds. */
final class Replacement extends ObjectOutputStream {
    @Nullable
    private Object first;

    private Replacement() throws IOException {
        super(OutputStream.nullOutputStream());
        enableReplaceObject(true);
    }

    static Optional<Object> of(Object object) {
        try {
            Replacement stream = new Replacement();
            stream.writeObject(object);
            return Optional.ofNullable(stream.first);
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            // It cannot be written; whoever tries to will say why.
            return Optional.empty();
        }
    }

    @Override
    @Nullable
    protected Object replaceObject(Object object) {
        first = object;
        return null;
    }
}
