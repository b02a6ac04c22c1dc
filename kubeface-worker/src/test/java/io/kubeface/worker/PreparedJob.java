package io.kubeface.worker;

import io.kubeface.core.TaskFunction;
import io.kubeface.core.code.ApplicationClassPath;
import io.kubeface.core.code.CodeCache;
import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.code.CodeStaging;
import io.kubeface.core.code.StagedCode;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.ItemOutcome;
import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.core.task.TaskObjects;
import io.kubeface.core.task.TaskResult;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectOutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A job in a directory as a driver would have left it, and workers that run its tasks in processes of their own. */
final class PreparedJob {

    final Path directory;
    final ObjectStore store;
    final TaskObjects objects;
    final StagedCode code;
    List<CodeEntry> functionClassPath;
    Map<String, String> propagated = Map.of();
    int javaFeature = 17;
    private int tasks;

    PreparedJob(Path directory) throws IOException {
        this.directory = directory;
        store = ObjectStores.open(storage());
        objects = new TaskObjects(store, Codecs.named(List.of(), getClass().getClassLoader()));
        code = stage(ownClassPath());
        functionClassPath = code.classPath();
    }

    /** The modules under test, the tests, and what they need; no test library. */
    static List<Path> ownClassPath() throws IOException {
        List<Path> needed = new ArrayList<>();
        for (Path entry : ApplicationClassPath.ofThisJvm()) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry) || name.startsWith("kubeface-") || name.startsWith("protobuf-")) {
                needed.add(entry);
            }
        }
        return needed;
    }

    StagedCode stage(List<Path> classPath) throws IOException {
        return CodeStaging.stage(store, new CodeCache(cache()), classPath);
    }

    String storage() {
        return directory.resolve("storage").toString();
    }

    Path cache() {
        return directory.resolve("cache");
    }

    /** Writes a job with one task. */
    TaskAddress task(TaskFunction<?, ?> function, Object... inputs) throws IOException {
        JobId id = new JobId("job-" + tasks++);
        ObjectName.Job name = new ObjectName.Job(id.asKey(), id);
        JobManifest manifest = new JobManifest(
                id, "test", javaFeature, functionClassPath, function.getClass().getName(), List.of(), propagated);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(function);
        }
        objects.writeJob(name, manifest, bytes.toByteArray());
        TaskAddress address = new TaskAddress(storage(), name, TaskName.ofSequence(0), 1);
        objects.writeInputs(address.input(), List.of(inputs));
        return address;
    }

    /** Runs a worker to its end. */
    int run(TaskAddress address, String... options) throws IOException, InterruptedException {
        return start(List.of(), address, options).exitCode();
    }

    /** Starts a worker whose output goes to a file. */
    WorkerRun start(List<String> jvmOptions, TaskAddress address, String... options) throws IOException {
        Path output = Files.createTempFile(directory, "output-", "");
        Process process = builder(jvmOptions, address, options)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new WorkerRun(process, output);
    }

    /** Starts a worker whose output is its log file. */
    WorkerRun startWithLogFile(TaskAddress address, String... options) throws IOException {
        Path log = Files.createTempFile(directory, "log-", "");
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--log-file", log.toString()));
        Process process = builder(List.of(), address, all.toArray(new String[0]))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
        return new WorkerRun(process, log);
    }

    ProcessBuilder builder(List<String> jvmOptions, TaskAddress address, String... options) {
        List<String> arguments = new ArrayList<>(address.arguments());
        arguments.addAll(List.of("--code-cache", cache().toString()));
        arguments.addAll(List.of(options));
        return command(jvmOptions, arguments);
    }

    ProcessBuilder command(List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= 23) { // What protobuf does makes later JVMs print a warning.
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(jvmOptions);
        List<String> jars = new ArrayList<>();
        for (CodeEntry entry : code.worker()) {
            jars.add(code.files().get(entry.sha256()).toString());
        }
        command.addAll(List.of("-cp", String.join(File.pathSeparator, jars), WorkerMain.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    boolean has(ObjectName name) throws IOException {
        return store.stat(name.path()).isPresent();
    }

    TaskResult result(ObjectName name) throws IOException {
        return objects.readResult(
                name, new DecodeScope(getClass().getClassLoader(), info -> ObjectInputFilter.Status.ALLOWED));
    }

    /** The only value of a task. */
    Object value(TaskAddress address) throws IOException {
        return ((ItemOutcome.Value) result(address.value()).outcomes().get(0)).value();
    }

    /** The only failure of an attempt. */
    FailureReport failure(TaskAddress address) throws IOException {
        return ((ItemOutcome.Failed) result(address.failure()).outcomes().get(0)).failure();
    }

    String log(TaskAddress address) throws IOException {
        try (var log = store.get(address.log().path())) {
            return new String(log.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
