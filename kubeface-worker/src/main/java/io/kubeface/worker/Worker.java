package io.kubeface.worker;

import io.kubeface.core.code.CodeMismatchException;
import io.kubeface.core.code.FunctionClassLoader;
import io.kubeface.core.code.JavaCompatibility;
import io.kubeface.core.code.LocalCode;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.StorageException;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.FailureReports;
import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.core.task.TaskRunner;
import io.kubeface.core.task.WorkerExit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt: manifest, code, task, in that order; the class path is loaded only when every byte of it was verified. */
final class Worker {

    private final WorkerOptions options;
    private final @Nullable ObjectStore given;
    private final TaskAddress address;
    private final Voice voice;

    /** A worker for the store that its options name. */
    Worker(WorkerOptions options) {
        this(options, null);
    }

    /**
     * A worker for a store that is open.
     *
     * @param given the store; null to open the one that the options name
     */
    Worker(WorkerOptions options, @Nullable ObjectStore given) {
        this.given = given;
        this.options = options;
        this.address = options.address();
        this.voice = new Voice(options.verbosity());
    }

    WorkerExit run() throws UsageException {
        TaskLog log;
        try {
            log = log();
        } catch (IOException e) {
            voice.failure("nothing can be kept of what is printed, so the task is not run: no file could be made in "
                    + System.getProperty("java.io.tmpdir") + " (" + e + "). Set -Djava.io.tmpdir to a directory that"
                    + " can be written, or send the output to a file and name it with --log-file.");
            return WorkerExit.BROKEN;
        }
        try (log) {
            // Not closed: the process ends, and a store that fails to close would belie a result that is written.
            @SuppressWarnings("resource")
            ObjectStore store = given == null ? open(address.storage()) : given;
            if (options.watchLease()) {
                LeaseWatch.start(store, address.job().lease(), voice);
            }
            TaskRunner runner = new TaskRunner(
                    store,
                    address,
                    ThisProcess.identity(),
                    log.uploadTo(store, address.log().path(), voice));
            ExitWitness witness = new ExitWitness(runner, voice);
            Runtime.getRuntime().addShutdownHook(witness);
            WorkerExit exit;
            try {
                exit = attempt(store, runner);
            } finally {
                witness.dismiss();
            }
            tell(store, exit);
            if (options.deleteInput()) {
                deleteInput(store);
            }
            return exit;
        } catch (IOException e) {
            voice.failure("task " + address.task() + ", attempt " + address.attempt()
                    + " has no result: the store failed. " + e);
            return WorkerExit.STORAGE_FAILED;
        }
    }

    private static ObjectStore open(String storage) throws IOException, UsageException {
        try {
            return ObjectStores.open(storage);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--storage " + storage + " cannot be opened. " + e.getMessage());
        }
    }

    private TaskLog log() throws IOException, UsageException {
        Path file = options.logFile();
        if (file == null) {
            return TaskLog.teeing();
        }
        try {
            return TaskLog.of(file);
        } catch (IOException e) {
            throw new UsageException("--log-file " + file + " cannot be read (" + e
                    + "). Start the worker with its output going to that file.");
        }
    }

    private WorkerExit attempt(ObjectStore store, TaskRunner runner) throws IOException {
        voice.step("reads " + address.job().path());
        JobManifest manifest;
        try {
            manifest = runner.readManifest();
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            return runner.abort(FailureReports.of(e, FailureKind.CODE_MISMATCH));
        }
        Optional<String> tooOld = JavaCompatibility.refusal(
                manifest.javaFeature(), Runtime.version().feature());
        if (tooOld.isPresent()) {
            return runner.abort(FailureReport.of(FailureKind.CODE_MISMATCH, "Java version", tooOld.get()));
        }
        voice.step("loads a class path of " + manifest.classPath().size() + " jars");
        // Not closed: threads that the function left may still load classes until the process ends.
        @SuppressWarnings("resource")
        FunctionClassLoader loader;
        try {
            loader = FunctionClassLoader.open(
                    new LocalCode(options.installed(), options.codeCache()).find(store, manifest.classPath()));
        } catch (CodeMismatchException | ObjectNotFoundException e) {
            return runner.abort(FailureReports.of(e, FailureKind.CODE_MISMATCH));
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            runner.abort(FailureReports.of(
                    new IOException("The worker cannot keep or open the job's code on its machine. " + e, e),
                    FailureKind.LAUNCH));
            return WorkerExit.BROKEN;
        }
        voice.step("runs task " + address.task() + ", attempt " + address.attempt());
        return runner.run(manifest, loader);
    }

    private void tell(ObjectStore store, WorkerExit exit) {
        if (exit == WorkerExit.SUCCESS) {
            voice.step("wrote " + store.address(address.value().path()));
        } else {
            voice.failure("task " + address.task() + ", attempt " + address.attempt() + " failed (" + exit + "): see "
                    + store.address(address.failure().path()));
        }
    }

    private void deleteInput(ObjectStore store) {
        try {
            store.delete(List.of(address.input().path()));
        } catch (IOException e) {
            voice.failure("the input could not be removed: " + e);
        }
    }
}
