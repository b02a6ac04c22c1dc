package io.kubeface.core.task;

import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.codec.UndecodableValueException;
import io.kubeface.core.envelope.CorruptObjectException;
import io.kubeface.core.envelope.EnvelopeReader;
import io.kubeface.core.store.StoredObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The inputs of a task, one after the other; at most one is held at a time. For one thread, which closes it. */
public final class InputReader implements AutoCloseable {
    private final StoredObject object;
    private final EnvelopeReader reader;
    private final Codecs codecs;
    private final DecodeScope scope;

    InputReader(StoredObject object, EnvelopeReader reader, Codecs codecs, DecodeScope scope) {
        this.object = object;
        this.reader = reader;
        this.codecs = codecs;
        this.scope = scope;
    }

    /** Length of the object. */
    public long sizeBytes() {
        return object.info().sizeBytes();
    }

    /** How many inputs there are in all. */
    public int items() {
        return reader.header().items();
    }

    /** Whether an input is left. */
    public boolean hasNext() {
        return reader.hasNext();
    }

    /**
     * Reads the next input.
     *
     * @throws UndecodableValueException when it cannot be read here; the inputs behind it can
     * @throws CorruptObjectException when the object is not what was written; nothing more can be read
     */
    @Nullable
    public Object next() throws IOException {
        ItemOutcome item = reader.readItem(codecs, scope);
        if (!reader.hasNext()) {
            reader.finish();
        }
        if (item instanceof ItemOutcome.Value value) {
            return value.value();
        }
        throw new UndecodableValueException("An item of " + object.info().name() + " is no input but a failure.", null);
    }

    @Override
    public void close() throws IOException {
        object.close();
    }
}
