package io.kubeface.reactor.backend;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.task.BeforeResult;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReports;
import io.kubeface.core.task.TaskRunner;
import io.kubeface.core.task.WorkerExit;
import io.kubeface.core.task.WorkerIdentity;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A thread that runs one attempt and ends. */
final class InProcessAttempt implements Attempt {
    private final ObjectStore store;
    private final AttemptSpec spec;
    private final ClassLoader loader;
    private final WorkerIdentity identity;
    private final Consumer<InProcessAttempt> whenDone;
    private final TaskRunner runner;
    private final Thread thread;
    private final CompletableFuture<AttemptEvent> started = new CompletableFuture<>();
    private final CompletableFuture<AttemptEvent> ended = new CompletableFuture<>();
    private volatile boolean killed;

    InProcessAttempt(
            ObjectStore store,
            AttemptSpec spec,
            ClassLoader loader,
            WorkerIdentity identity,
            String threadName,
            Consumer<InProcessAttempt> whenDone) {
        this.store = store;
        this.spec = spec;
        this.loader = loader;
        this.identity = identity;
        this.whenDone = whenDone;
        this.runner = new TaskRunner(store, spec.address(), identity, BeforeResult.NOTHING);
        // Inheriting thread locals would hand the launching thread's task or transaction to the function.
        this.thread = new Thread(null, LogContext.current().around(this::run), threadName, 0, false);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public Flux<AttemptEvent> events() {
        return Flux.concat(Mono.fromFuture(started, true), Mono.fromFuture(ended, true));
    }

    @Override
    public Mono<Void> kill() {
        return Mono.defer(() -> {
            if (!ended.isDone()) {
                killed = true;
                // The function may take the interrupt for its own.
                runner.stop();
                thread.interrupt();
            }
            return Mono.fromFuture(ended, true).then();
        });
    }

    private void run() {
        started.complete(new AttemptEvent.Started(new Place(identity.host(), "thread " + thread.getName())));
        Exit exit = attempt();
        whenDone.accept(this);
        ended.complete(new AttemptEvent.Ended(exit));
    }

    private Exit attempt() {
        try {
            WorkerExit exit = runner.run(spec.manifest(), loader);
            if (spec.deleteInput()) {
                store.delete(List.of(spec.address().input().path()));
            }
            return exit(ExitReasons.kind(exit), "ended with " + exit);
        } catch (IOException e) {
            return exit(FailureKind.STORAGE, "the store failed: " + e.getMessage());
        } catch (Throwable e) {
            // Whatever it is, an attempt that does not tell of its end would be waited for without end.
            return exit(FailureKind.WORKER_CRASH, "ended with " + FailureReports.line(e));
        }
    }

    /** What an interrupt breaks off, the store's work too, is no failure of its own. */
    private Exit exit(FailureKind kind, String reason) {
        return killed
                ? new Exit(FailureKind.WORKER_CRASH, "killed by the driver", "", List.of())
                : new Exit(kind, reason, "", List.of());
    }
}
