package io.kubeface.core.task;

import io.kubeface.core.TaskFunction;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.util.List;

/** Reads and writes the objects that driver and worker exchange. Blocking; safe for use by several threads. */
public final class TaskObjects {

    private final ObjectStore store;

    public TaskObjects(ObjectStore store) {
        this.store = store;
    }

    /** Writes a job's object: its manifest and, as bytes that the caller serialised, its function. */
    public void writeJob(ObjectName.Job name, JobManifest manifest, byte[] function) throws IOException {
        throw new IllegalStateException("Not written yet: " + store);
    }

    /** Reads a job's manifest, and not its function. */
    public JobManifest readManifest(ObjectName.Job name) throws IOException {
        throw new IllegalStateException("Not written yet: " + store);
    }

    /** Reads a job's function. */
    public TaskFunction<?, ?> readFunction(ObjectName.Job name, DecodeScope scope) throws IOException {
        throw new IllegalStateException("Not written yet: " + store);
    }

    /**
     * Writes a task's inputs, one after the other, as a stream. Create-only; an input of that name that is there
     * already is left.
     *
     * @return length of the object in bytes
     */
    public long writeInputs(ObjectName.Input name, List<?> inputs) throws IOException {
        throw new IllegalStateException("Not written yet: " + store);
    }

    /** Reads a value or failure object whole. */
    public TaskResult readResult(ObjectName name, DecodeScope scope) throws IOException {
        throw new IllegalStateException("Not written yet: " + store);
    }
}
