package io.kubeface.testkit.backend;

import io.kubeface.core.TaskFunction;
import io.kubeface.core.code.ApplicationClassPath;
import io.kubeface.core.code.CodeCache;
import io.kubeface.core.code.CodeStaging;
import io.kubeface.core.code.StagedCode;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.core.task.TaskObjects;
import io.kubeface.reactor.backend.AttemptSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Puts jobs and inputs into a store as an engine would, for tests of backends. Not safe for use by several threads. */
public final class RealTasks {
    private final ObjectStore store;
    private final StagedCode code;
    private int jobs;

    private RealTasks(ObjectStore store, StagedCode code) {
        this.store = store;
        this.code = code;
    }

    /**
     * Tasks for workers that are processes: with code that they can load, this JVM's class path. Blocking.
     *
     * @throws IOException when the code cannot be staged
     */
    public static RealTasks staged(ObjectStore store, CodeCache cache) throws IOException {
        return new RealTasks(store, CodeStaging.stage(store, cache, ApplicationClassPath.ofThisJvm()));
    }

    /** Tasks for workers that have the code already. */
    public static RealTasks unstaged(ObjectStore store) {
        return new RealTasks(store, new StagedCode(List.of(), List.of(), Map.of()));
    }

    /** An attempt at a job of its own, whose one input is 7. Blocking. */
    public AttemptSpec attempt(TaskFunction<Integer, Integer> function) throws IOException {
        return attempt(function, List.of(7));
    }

    /** An attempt at a job of its own, with a group of inputs. Blocking. */
    public AttemptSpec attempt(TaskFunction<Integer, Integer> function, List<Integer> inputs) throws IOException {
        JobId id = new JobId("job-" + ++jobs);
        JobManifest manifest = new JobManifest(
                id,
                "test",
                Runtime.version().feature(),
                code.classPath(),
                function.getClass().getName(),
                List.of(),
                Map.of());
        TaskAddress address =
                new TaskAddress(store.url(), new ObjectName.Job(id.asKey(), id), TaskName.ofSequence(0), 1);
        TaskObjects objects = new TaskObjects(store, Codecs.named(List.of(), RealTasks.class.getClassLoader()));
        objects.writeJob(address.job(), manifest, serialised(function));
        objects.writeInputs(address.input(), inputs);
        return new AttemptSpec(address, manifest, code, false);
    }

    private static byte[] serialised(TaskFunction<?, ?> function) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(function);
        }
        return bytes.toByteArray();
    }

    /** A function for {@link BackendContract#endless}. */
    public static Integer sleepForAnHour(Integer input) throws InterruptedException {
        TimeUnit.HOURS.sleep(1);
        return input;
    }
}
