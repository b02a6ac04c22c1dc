package io.kubeface.core.task;

import io.kubeface.core.TaskFunction;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.codec.JavaCodec;
import io.kubeface.core.codec.UndecodableValueException;
import io.kubeface.core.codec.UnencodableValueException;
import io.kubeface.core.envelope.CorruptObjectException;
import io.kubeface.core.envelope.EnvelopeHeader;
import io.kubeface.core.envelope.EnvelopeReader;
import io.kubeface.core.envelope.EnvelopeWriter;
import io.kubeface.core.envelope.ObjectKind;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes the objects that driver and worker exchange. Blocking; safe for use by several threads. Each method
 * fails as the {@link ObjectStore} does; each that reads also with {@link CorruptObjectException} when an object is
 * not what was written.
 */
public final class TaskObjects {
    /** Content type of all these objects. */
    public static final String CONTENT_TYPE = "application/x-kubeface";

    private static final int TRIES = 3;

    private final ObjectStore store;
    private final Codecs codecs;

    public TaskObjects(ObjectStore store, Codecs codecs) {
        this.store = store;
        this.codecs = codecs;
    }

    /** Writes a job's object: its manifest and, as bytes that the caller serialised, its function. */
    public void writeJob(ObjectName.Job name, JobManifest manifest, byte[] function) throws IOException {
        store.put(name.path(), PutMode.REPLACE, CONTENT_TYPE, out -> {
            EnvelopeWriter writer = new EnvelopeWriter(out, EnvelopeHeader.job(manifest));
            writer.writeEncoded(JavaCodec.ID, manifest.functionType(), function);
            writer.finish();
        });
    }

    /** Reads a job's manifest, and makes nothing of its function, but keeps it when it is small. */
    static JobObject readJob(ObjectStore store, ObjectName.Job name) throws IOException {
        try (StoredObject object = store.get(name.path())) {
            byte[] whole = object.info().sizeBytes() > JobObject.LARGEST_KEPT
                    ? null
                    : object.body().readAllBytes();
            InputStream in = whole == null ? object.body() : new ByteArrayInputStream(whole);
            EnvelopeReader reader = open(in, name, ObjectKind.JOB);
            // The checksum stands behind the function.
            reader.skipItem();
            reader.finish();
            return new JobObject(name, reader.header().manifest().orElseThrow(), whole);
        }
    }

    /**
     * Reads a job's function.
     *
     * @throws UndecodableValueException when it cannot be read here
     */
    public TaskFunction<?, ?> readFunction(ObjectName.Job name, DecodeScope scope) throws IOException {
        try (StoredObject object = store.get(name.path())) {
            return readFunction(
                    name, object.body(), bounded(scope, object.info().sizeBytes()));
        }
    }

    /** As {@link #readFunction(ObjectName.Job, DecodeScope)}, but fetches only what was not kept. */
    TaskFunction<?, ?> readFunction(JobObject job, DecodeScope scope) throws IOException {
        byte[] whole = job.whole();
        return whole == null
                ? readFunction(job.name(), scope)
                : readFunction(job.name(), new ByteArrayInputStream(whole), bounded(scope, whole.length));
    }

    private TaskFunction<?, ?> readFunction(ObjectName.Job name, InputStream in, DecodeScope scope) throws IOException {
        EnvelopeReader reader = open(in, name, ObjectKind.JOB);
        ItemOutcome item = reader.readItem(codecs, scope);
        reader.finish();
        if (item instanceof ItemOutcome.Value value && value.value() instanceof TaskFunction<?, ?> function) {
            return function;
        }
        throw new UndecodableValueException("What " + name.path() + " holds is no TaskFunction.", null);
    }

    /**
     * Writes a task's inputs, one after the other, as a stream. Create-only; an input of that name that is there
     * already is left.
     *
     * @return length of the object in bytes
     * @throws UnencodableValueException when an input cannot be written; then nothing was
     */
    public long writeInputs(ObjectName.Input name, List<?> inputs) throws IOException {
        return createInput(name, out -> encode(inputs, out));
    }

    /**
     * As the other, where the name says what the object holds.
     *
     * @param sha256 as {@link #digestInputs} has it
     * @throws UnencodableValueException also when an input has changed since
     */
    public long writeInputs(ObjectName.Input name, List<?> inputs, byte[] sha256) throws IOException {
        return createInput(name, out -> {
            DigestOutputStream digest = new DigestOutputStream(out, sha256());
            encode(inputs, digest);
            if (!MessageDigest.isEqual(digest.getMessageDigest().digest(), sha256)) {
                throw new UnencodableValueException(
                        "An input was encoded twice, and the second time its bytes were others: something has changed it"
                                + " meanwhile, or its class does not write itself the same way each time. With a cache"
                                + " key inputs must do neither.",
                        null);
            }
        });
    }

    /**
     * SHA-256 of the object that these inputs would be. Equal bytes have equal digests, in every JVM.
     *
     * @throws UnencodableValueException when an input cannot be written
     */
    public byte[] digestInputs(List<?> inputs) throws IOException {
        DigestOutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), sha256());
        encode(inputs, digest);
        return digest.getMessageDigest().digest();
    }

    private void encode(List<?> inputs, OutputStream out) throws IOException {
        EnvelopeWriter writer = new EnvelopeWriter(out, EnvelopeHeader.input(inputs.size()));
        for (Object input : inputs) {
            writer.writeValue(input, codecs);
        }
        writer.finish();
    }

    private long createInput(ObjectName.Input name, ObjectStore.Body body) throws IOException {
        CountingBody counting = new CountingBody(body);
        for (int tries = 0; tries < TRIES; tries++) {
            if (store.put(name.path(), PutMode.CREATE, CONTENT_TYPE, counting)) {
                return counting.sizeBytes();
            }
            Optional<ObjectInfo> there = store.stat(name.path());
            if (there.isPresent()) {
                return there.get().sizeBytes();
            }
            // Another driver of the same key had written it and has just removed it.
        }
        throw new ObjectNotFoundException(name.path(), store.address(name.path()), null);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, and this one has not.", e);
        }
    }

    /** Opens a task's inputs, to be read one by one. */
    public InputReader openInputs(ObjectName.Input name, DecodeScope scope) throws IOException {
        StoredObject object = store.get(name.path());
        try {
            EnvelopeReader reader = open(object.body(), name, ObjectKind.INPUT);
            return new InputReader(
                    object, reader, codecs, bounded(scope, object.info().sizeBytes()));
        } catch (IOException | RuntimeException e) {
            try {
                object.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /**
     * Writes what became of a task, as a stream. Create-only.
     *
     * @param name the task's {@link ObjectName.Value} when all its inputs succeeded; otherwise the attempt's
     *     {@link ObjectName.Failure}, which has the outcomes of all inputs, values too
     * @param outcomes one per input, in their order; the sizes in them are ignored
     * @return true when this call wrote the object; false when one was there first
     * @throws UnencodableValueException when a value cannot be written; then nothing was
     */
    public boolean writeResult(ObjectName name, RunReport run, List<ItemOutcome> outcomes) throws IOException {
        ObjectKind kind = resultKind(name);
        boolean failed = false;
        for (ItemOutcome outcome : outcomes) {
            failed |= outcome instanceof ItemOutcome.Failed;
        }
        if (failed != (kind == ObjectKind.FAILURE)) {
            throw new IllegalArgumentException(
                    "A task goes to its value when all inputs succeeded and otherwise to a failure; " + name.path()
                            + " is not the name for outcomes that are " + (failed ? "not " : "") + "all successes.");
        }
        EnvelopeHeader header = EnvelopeHeader.result(kind, run, outcomes.size());
        return store.put(name.path(), PutMode.CREATE, CONTENT_TYPE, new ResultBody(header, outcomes, codecs));
    }

    /**
     * Reads a value or failure object whole. A value that cannot be read here becomes a failure of kind
     * {@link FailureKind#UNREADABLE_RESULT} for its input alone, also when it is too large for the heap.
     *
     * @param name an {@link ObjectName.Value} or {@link ObjectName.Failure}
     */
    public TaskResult readResult(ObjectName name, DecodeScope scope) throws IOException {
        return readResult(name, scope, Long.MAX_VALUE).orElseThrow();
    }

    /**
     * As {@link #readResult(ObjectName, DecodeScope)}, but only if the object is not larger than some bytes.
     *
     * @return empty when it is larger
     */
    public Optional<TaskResult> readResult(ObjectName name, DecodeScope scope, long mostBytes) throws IOException {
        ObjectKind kind = resultKind(name);
        try (StoredObject object = store.get(name.path())) {
            if (object.info().sizeBytes() > mostBytes) {
                return Optional.empty();
            }
            EnvelopeReader reader = open(object.body(), name, kind);
            DecodeScope bounded = bounded(scope, object.info().sizeBytes());
            List<ItemOutcome> outcomes = new ArrayList<>();
            while (reader.hasNext()) {
                outcomes.add(readOutcome(reader, bounded));
            }
            reader.finish();
            return Optional.of(new TaskResult(reader.header().run().orElseThrow(), outcomes));
        }
    }

    private ItemOutcome readOutcome(EnvelopeReader reader, DecodeScope scope) throws IOException {
        try {
            return reader.readItem(codecs, scope);
        } catch (UndecodableValueException e) {
            return unreadable(e);
        } catch (OutOfMemoryError e) {
            // What there was of the value is garbage by now, so there is memory to say this.
            return unreadable(new UndecodableValueException(
                    "A result of " + reader.itemBytes() + " bytes does not fit into the heap of this JVM, whose limit"
                            + " (-Xmx) is " + Runtime.getRuntime().maxMemory() + " bytes. Raise it, let fewer tasks run"
                            + " at once, or return the name of a file or object instead.",
                    e));
        }
    }

    private static ItemOutcome unreadable(UndecodableValueException reason) {
        return new ItemOutcome.Failed(FailureReports.of(reason, FailureKind.UNREADABLE_RESULT));
    }

    private static EnvelopeReader open(InputStream in, ObjectName name, ObjectKind kind) throws IOException {
        EnvelopeReader reader = new EnvelopeReader(in, name.path());
        reader.expect(kind);
        return reader;
    }

    static DecodeScope bounded(DecodeScope scope, long objectBytes) {
        return new DecodeScope(scope.loader(), new ArrayBound(scope.filter(), objectBytes));
    }

    private static ObjectKind resultKind(ObjectName name) {
        if (name instanceof ObjectName.Value) {
            return ObjectKind.VALUE;
        }
        if (name instanceof ObjectName.Failure) {
            return ObjectKind.FAILURE;
        }
        throw new IllegalArgumentException(name.path() + " is not the name of a result.");
    }
}
