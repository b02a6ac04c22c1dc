package io.kubeface.core.task;

import io.kubeface.core.RemoteObjectException;
import io.kubeface.core.TaskFunction;
import io.kubeface.core.codec.UndecodableValueException;
import io.kubeface.core.store.TransientStorageException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One input: read, and given to the function. The input is not held when this returns. */
final class Call {

    private final Diagnosis diagnosis;
    private final HeapReserve reserve;
    private final ResultWriter results;
    private boolean endsTheTask;

    Call(Diagnosis diagnosis, HeapReserve reserve, ResultWriter results) {
        this.diagnosis = diagnosis;
        this.reserve = reserve;
        this.results = results;
    }

    /** Whether no other input should be tried after this one. */
    boolean endsTheTask() {
        return endsTheTask;
    }

    /** Throws only what makes the object, and so all the inputs that follow, unreadable, or a failure of the store. */
    ItemOutcome call(TaskFunction<Object, ?> function, InputReader inputs) throws IOException {
        Object input;
        try {
            input = inputs.next();
        } catch (UndecodableValueException | RuntimeException | Error e) {
            note(e);
            return new ItemOutcome.Failed(diagnosis.ofInput(e));
        }
        results.started();
        try {
            return new ItemOutcome.Value(apply(function, input), 0);
        } catch (Throwable e) {
            if (e instanceof RemoteObjectException && e.getCause() instanceof TransientStorageException failed) {
                // Not the function's failure: another attempt may have it.
                throw failed;
            }
            note(e);
            return new ItemOutcome.Failed(diagnosis.ofCall(e));
        } finally {
            results.ended();
        }
    }

    @SuppressWarnings("NullAway") // An input that was null on the driver is null here.
    private static @Nullable Object apply(TaskFunction<Object, ?> function, @Nullable Object input) throws Exception {
        return function.apply(input);
    }

    private void note(Throwable thrown) {
        boolean outOfMemory = Diagnosis.outOfMemory(thrown) != null;
        if (outOfMemory) {
            reserve.free();
        }
        endsTheTask = outOfMemory || thrown instanceof InterruptedException;
    }
}
