package io.kubeface.core.task;

import io.kubeface.core.TaskContext;
import io.kubeface.core.TaskFunction;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.codec.UndecodableValueException;
import io.kubeface.core.envelope.CorruptObjectException;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one task: reads the function and the inputs, calls the function, writes the result. A worker process
 * and the in-process backend use it alike.
 *
 * <p>Whatever the function, its inputs or its values do ends in a failure object that says so; only a store that fails
 * leaves no result. An input whose call throws fails alone. When memory runs out, the function lets an
 * {@link InterruptedException} go, the attempt is stopped or the input object is damaged, the inputs that have no
 * outcome yet fail with that. An interrupt that the function leaves pending is cleared. A failure that came before the inputs
 * could be counted is written as one outcome, which stands for all.
 *
 * <p>{@link #run} blocks; it is called once, by the thread that is to call the function. {@link #abort} may be called
 * instead of it, and beside it by any thread; so may {@link #stop}.
 */
public final class TaskRunner {

    private final ObjectStore store;
    private final TaskAddress address;
    private final ResultWriter results;
    private final Outcomes outcomes = new Outcomes();
    private final HeapReserve reserve = new HeapReserve();
    private volatile boolean stopped;
    private @Nullable JobObject job;

    /** An attempt; nothing is read or written yet. */
    public TaskRunner(ObjectStore store, TaskAddress address, WorkerIdentity identity, BeforeResult beforeResult) {
        this.store = store;
        this.address = address;
        this.results = new ResultWriter(store, address, identity, beforeResult);
    }

    /**
     * Reads the job's manifest. A small function is kept, so that {@link #run} need not fetch it again. For the thread
     * that will run.
     */
    public JobManifest readManifest() throws IOException {
        JobObject read = TaskObjects.readJob(store, address.job());
        job = read;
        return read.manifest();
    }

    /**
     * Runs the attempt. One that is not the task's first does nothing when a value is there already.
     *
     * @param manifest the job's
     * @param loader where the function's classes come from
     * @return what a process that does nothing else exits with
     * @throws IOException when the store failed ({@link WorkerExit#STORAGE_FAILED}): there is no result
     */
    public WorkerExit run(JobManifest manifest, ClassLoader loader) throws IOException {
        if (address.attempt() > 1 && store.stat(address.value().path()).isPresent()) {
            return WorkerExit.SUCCESS;
        }
        Surroundings surroundings = new Surroundings(context(manifest), loader);
        try {
            FailureReport left = callAll(manifest, loader);
            return results.write(left == null ? outcomes.all() : outcomes.withRest(left));
        } catch (OutOfMemoryError e) {
            reserve.free();
            return abort(Diagnosis.ofMemory(e));
        } finally {
            surroundings.close();
        }
    }

    /**
     * Writes a failure for every input and ends with that: when the function cannot be run at all, or ended the JVM.
     * Values that are known by then are not kept.
     *
     * @return what a process that does nothing else exits with
     * @throws IOException when the store failed: there is no result
     */
    public WorkerExit abort(FailureReport failure) throws IOException {
        return results.write(outcomes.allLost(failure));
    }

    /**
     * No input that was not begun will be; those fail. The call that is under way is not disturbed: interrupt its
     * thread after this for that. By any thread.
     */
    public void stop() {
        stopped = true;
    }

    private TaskContext context(JobManifest manifest) {
        return new TaskContext(
                address.storage(),
                address.job().id().value(),
                address.task().value(),
                address.attempt(),
                manifest.propagated(),
                manifest.parents());
    }

    /** Calls the function with each input; what became of those that have no outcome, null when all have one. */
    private @Nullable FailureReport callAll(JobManifest manifest, ClassLoader loader) throws IOException {
        Diagnosis diagnosis = new Diagnosis(manifest.classPath().size());
        DecodeScope scope = new DecodeScope(loader, new TrustedFilter());
        RemoteObjects remotes = new RemoteObjects(
                store, manifest.objects(), Codecs.named(manifest.codecs(), loader), scope, RemoteKeeper.OTHERS);
        Codecs codecs = remotes.codecs();
        TaskObjects objects = new TaskObjects(store, codecs);
        results.use(objects, codecs);
        TaskFunction<?, ?> function;
        try {
            function = readFunction(objects, scope);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (UndecodableValueException | CorruptObjectException | RuntimeException | Error e) {
            return diagnosis.ofFunction(e);
        } finally {
            Thread.interrupted();
        }
        try (InputReader inputs = objects.openInputs(address.input(), scope)) {
            results.inputBytes(inputs.sizeBytes());
            outcomes.expect(inputs.items());
            return callEach(uncheckedInput(function), inputs, diagnosis);
        } catch (ObjectNotFoundException | CorruptObjectException e) {
            return diagnosis.ofInput(e);
        }
    }

    private TaskFunction<?, ?> readFunction(TaskObjects objects, DecodeScope scope) throws IOException {
        JobObject read = job;
        job = null; // Not held while the function runs.
        return read == null ? objects.readFunction(address.job(), scope) : objects.readFunction(read, scope);
    }

    private @Nullable FailureReport callEach(TaskFunction<Object, ?> function, InputReader inputs, Diagnosis diagnosis)
            throws IOException {
        while (inputs.hasNext()) {
            if (stopped) {
                return FailureReport.of(
                        FailureKind.WORKER_CRASH, "stop", "The attempt was stopped before this input's turn.");
            }
            Call call = new Call(diagnosis, reserve, results);
            ItemOutcome outcome = call.call(function, inputs);
            // A flag that the function left would break off the next reading or writing of a file.
            Thread.interrupted();
            outcomes.add(outcome);
            if (call.endsTheTask() && outcome instanceof ItemOutcome.Failed failed) {
                return failed.failure();
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked") // The driver's compiler saw that the inputs fit; a false one fails in its call.
    private static TaskFunction<Object, ?> uncheckedInput(TaskFunction<?, ?> function) {
        return (TaskFunction<Object, ?>) function;
    }
}
