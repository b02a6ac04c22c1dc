package io.kubeface.reactor.backend;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.task.BeforeResult;
import io.kubeface.core.task.FailureKind;
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
        // Inheriting thread locals would hand the launching thread's task or transaction to the function.
        this.thread = new Thread(null, this::run, threadName, 0, false);
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
            WorkerExit exit =
                    new TaskRunner(store, spec.address(), identity, BeforeResult.NOTHING).run(spec.manifest(), loader);
            if (spec.deleteInput()) {
                store.delete(List.of(spec.address().input().path()));
            }
            return new Exit(ExitReasons.kind(exit), reason("ended with " + exit), "", List.of());
        } catch (IOException e) {
            return new Exit(FailureKind.STORAGE, reason("the store failed: " + e.getMessage()), "", List.of());
        } catch (Throwable e) {
            // Whatever it is, an attempt that does not tell of its end would be waited for without end.
            return new Exit(FailureKind.WORKER_CRASH, reason("ended with " + e), "", List.of());
        }
    }

    private String reason(String otherwise) {
        return killed ? "killed by the driver" : otherwise;
    }
}
