package io.kubeface.core.task;

import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.UnencodableValueException;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes an attempt's result object, after what has to be there before it. Safe for use by several threads. */
final class ResultWriter {

    private final TaskAddress address;
    private final WorkerIdentity identity;
    private final BeforeResult beforeResult;
    private volatile TaskObjects objects;
    private volatile Codecs codecs;
    private volatile @Nullable Instant started;
    private volatile @Nullable Instant ended;
    private volatile long inputBytes;

    ResultWriter(ObjectStore store, TaskAddress address, WorkerIdentity identity, BeforeResult beforeResult) {
        this.address = address;
        this.identity = identity;
        this.beforeResult = beforeResult;
        this.codecs = Codecs.named(List.of(), ResultWriter.class.getClassLoader());
        this.objects = new TaskObjects(store, codecs);
    }

    /** From now on the job's codecs write the values. */
    void use(TaskObjects jobObjects, Codecs jobCodecs) {
        objects = jobObjects;
        codecs = jobCodecs;
    }

    void inputBytes(long bytes) {
        inputBytes = bytes;
    }

    /** The function is about to be called; the first time counts. */
    void started() {
        if (started == null) {
            started = Instant.now();
        }
    }

    /** The function has returned; the last time counts. */
    void ended() {
        ended = Instant.now();
    }

    /**
     * Writes the value when all inputs succeeded, otherwise the failure. A value that cannot be written becomes a
     * failure of its input. An object that is there already stays. A pending interrupt of the calling thread is
     * cleared, which whoever ran before may have left: it would break off the writing.
     *
     * @throws IOException when the store failed
     */
    WorkerExit write(List<ItemOutcome> outcomes) throws IOException {
        Thread.interrupted();
        beforeResult.bring();
        try {
            return writeAsTheyAre(outcomes);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (UnencodableValueException | RuntimeException | Error e) {
            List<ItemOutcome> writable = withoutUnwritable(outcomes, e);
            Thread.interrupted();
            beforeResult.bring();
            return writeAsTheyAre(writable);
        }
    }

    private WorkerExit writeAsTheyAre(List<ItemOutcome> outcomes) throws IOException {
        FailureKind failure = firstFailure(outcomes);
        objects.writeResult(failure == null ? address.value() : address.failure(), report(), outcomes);
        return failure == null ? WorkerExit.SUCCESS : exitOf(failure);
    }

    private RunReport report() {
        Instant now = Instant.now();
        Instant from = started;
        Instant to = ended;
        return new RunReport(
                address.attempt(),
                from == null ? now : from,
                to == null ? now : to,
                identity.host(),
                identity.pid(),
                identity.jvm(),
                identity.commandLine(),
                inputBytes);
    }

    /** Tries each value by itself, for what was thrown does not say whose it was. */
    private List<ItemOutcome> withoutUnwritable(List<ItemOutcome> outcomes, Throwable thrown) {
        List<ItemOutcome> writable = new ArrayList<>(outcomes.size());
        boolean found = false;
        for (ItemOutcome outcome : outcomes) {
            Throwable reason = outcome instanceof ItemOutcome.Value value ? whyUnwritable(value.value()) : null;
            found |= reason != null;
            writable.add(reason == null ? outcome : new ItemOutcome.Failed(Diagnosis.ofEncoding(reason)));
        }
        if (!found) { // It was written this time; whatever made it fail before may do so again.
            ItemOutcome failed = new ItemOutcome.Failed(Diagnosis.ofEncoding(thrown));
            writable.replaceAll(outcome -> outcome instanceof ItemOutcome.Value ? failed : outcome);
        }
        return writable;
    }

    private @Nullable Throwable whyUnwritable(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            codecs.encoderFor(value).encode(value, OutputStream.nullOutputStream());
            return null;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            return e;
        }
    }

    private static @Nullable FailureKind firstFailure(List<ItemOutcome> outcomes) {
        for (ItemOutcome outcome : outcomes) {
            if (outcome instanceof ItemOutcome.Failed failed) {
                return failed.failure().kind();
            }
        }
        return null;
    }

    private static WorkerExit exitOf(FailureKind kind) {
        return switch (kind) {
            case CODE_MISMATCH -> WorkerExit.CODE_REFUSED;
            case UNREADABLE_INPUT -> WorkerExit.INPUT_UNREADABLE;
            case OUT_OF_MEMORY -> WorkerExit.OUT_OF_MEMORY;
            default -> WorkerExit.FUNCTION_FAILED;
        };
    }
}
