package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubeface.core.store.PutMode;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.Exit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One pod, from before its creation until it is gone. What is heard of it may come in any order and more than once; the
 * first thing that ends it counts. No method blocks.
 */
final class PodAttempt implements Attempt {
    private static final Logger log = LoggerFactory.getLogger(PodAttempt.class);
    private static final long KILL_SECONDS = 1;

    private final PodServices services;
    private final String name;
    private final String logObject;
    private final CompletableFuture<Optional<AttemptEvent>> started = new CompletableFuture<>();
    private final CompletableFuture<AttemptEvent> ended = new CompletableFuture<>();
    private final CompletableFuture<Boolean> launched = new CompletableFuture<>();
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();

    private boolean uncertain;
    private boolean seen;
    private boolean ending;
    private boolean killed;
    private boolean waitsForImage;
    private boolean waitsForLeaving;

    @Nullable
    private String imageTrouble;

    @Nullable
    private Exit verdict;

    /**
     * @param name of the pod
     * @param logObject where the worker's log belongs
     */
    PodAttempt(PodServices services, String name, String logObject) {
        this.services = services;
        this.name = name;
        this.logObject = logObject;
    }

    String name() {
        return name;
    }

    @Override
    public Flux<AttemptEvent> events() {
        return Flux.concat(Mono.fromFuture(started, true).flatMap(Mono::justOrEmpty), Mono.fromFuture(ended, true));
    }

    @Override
    public Mono<Void> kill() {
        return Mono.defer(() -> {
            Mono<Void> end = Mono.fromFuture(ended, true).then();
            if (!beginKill()) {
                return end;
            }
            // Not cancelled by an end that comes while the API server is asked.
            Mono<Void> deletion =
                    delete(KILL_SECONDS).doOnError(failure -> killFailed()).cache();
            deletion.subscribe(done -> {}, failure -> log.debug("Pod {} could not be killed", name, failure));
            return Mono.firstWithSignal(end, deletion.then(Mono.never()));
        });
    }

    /** Whether its launch is over, one way or the other. */
    Mono<Void> launched() {
        return Mono.fromFuture(launched, true).then();
    }

    /** Completes when the API server has no such pod any more; fails when that could not be brought about. */
    Mono<Void> gone() {
        return Mono.fromFuture(gone, true).then();
    }

    /** Whether the pod has been heard of, and so was made. */
    synchronized boolean wasSeen() {
        return seen;
    }

    private synchronized boolean isUnheardOf() {
        return !seen && !ending;
    }

    /** Its creation has failed, and nobody knows whether it was made all the same. */
    synchronized void mayExist() {
        uncertain = true;
    }

    /** The API server has taken the pod. */
    void created() {
        launched.complete(true);
        later(services.times().unseen(), () -> {
            if (isUnheardOf()) {
                lookUp();
            }
        });
    }

    /** The launch came to nothing; what may be left of it is removed. */
    Mono<Void> undo() {
        return Mono.defer(() -> {
            boolean mayExist;
            synchronized (this) {
                ending = true;
                mayExist = uncertain || seen;
            }
            end(PodExits.killed());
            Mono<Void> removal = mayExist ? services.undoing().<Void>call(() -> remove(0)) : Mono.empty();
            return removal.doOnSuccess(done -> gone.complete(true))
                    .onErrorResume(failure -> {
                        gone.completeExceptionally(failure);
                        return Mono.empty();
                    })
                    .doOnTerminate(() -> launched.complete(false));
        });
    }

    /** The pod is, or was a moment ago, like this. */
    void observed(Pod pod) {
        PodState state = PodState.of(pod);
        state.place().ifPresent(place -> started.complete(Optional.of(new AttemptEvent.Started(place))));
        synchronized (this) {
            seen = true;
            if (ending) {
                return;
            }
            ending = state.terminal();
            imageTrouble = state.imageTrouble().orElse(null);
            if (!ending) {
                watchTrouble(state);
                return;
            }
        }
        services.blocking().schedule(() -> finish(pod));
    }

    /** The pod is gone; this is the last of it. */
    void deleted(Pod pod) {
        PodState state = PodState.of(pod);
        state.place().ifPresent(place -> started.complete(Optional.of(new AttemptEvent.Started(place))));
        vanished(state.terminal() ? services.exits().of(pod, "", false) : lost());
    }

    /** Asks the API server how the pod is, because events may have been missed. */
    void lookUp() {
        services.retrying()
                .call(() -> services.cluster().pod(name))
                .subscribe(
                        found -> found.ifPresentOrElse(this::observed, () -> vanished(lost())),
                        failure -> log.warn("Pod {} could not be looked at: {}", name, failure.toString()));
    }

    private void watchTrouble(PodState state) {
        if (imageTrouble != null && !waitsForImage) {
            waitsForImage = true;
            later(services.times().imageGrace(), this::imageGraceIsOver);
        }
        if (state.leaving() && !waitsForLeaving) {
            waitsForLeaving = true;
            later(services.times().leave(), this::forceGone);
        }
    }

    private void imageGraceIsOver() {
        synchronized (this) {
            waitsForImage = false;
            if (ending || killed || imageTrouble == null) {
                return;
            }
            verdict = services.exits().image(imageTrouble);
        }
        delete(KILL_SECONDS).subscribe(done -> {}, failure -> log.warn("Pod {} could not be deleted", name, failure));
    }

    private synchronized boolean beginKill() {
        if (ending || killed) {
            return false;
        }
        killed = true;
        return true;
    }

    private synchronized void killFailed() {
        killed = false;
    }

    private Mono<Void> delete(long graceSeconds) {
        return services.retrying()
                .<Void>call(() -> remove(graceSeconds))
                .doOnSuccess(done -> later(services.times().kill(), this::forceGone));
    }

    @Nullable
    private Void remove(long graceSeconds) {
        services.cluster().delete(name, graceSeconds);
        return null;
    }

    /** The node has not confirmed the deletion, so it is dead or cut off; the pod is taken off the API server. */
    private void forceGone() {
        synchronized (this) {
            if (ending) {
                return;
            }
        }
        services.retrying()
                .<Void>call(() -> remove(0))
                .subscribe(
                        done -> {},
                        failure -> log.warn("Pod {} could not be removed: {}", name, failure.toString()),
                        () -> vanished(lost()));
    }

    private void vanished(Exit exit) {
        Exit told;
        synchronized (this) {
            if (ending) {
                return;
            }
            ending = true;
            told = killed ? PodExits.killed() : verdict == null ? exit : verdict;
        }
        end(told);
        gone.complete(true);
    }

    private Exit lost() {
        return PodExits.gone(services.cluster().namespace() + "/" + name);
    }

    /** Blocking. */
    private void finish(Pod pod) {
        String tail = "";
        try {
            boolean printed = PodState.terminated(pod)
                    .map(container -> container.getExitCode() != 0)
                    .orElse(false);
            if (printed) {
                tail = services.cluster().logTail(name);
                keepLog(tail);
            }
        } catch (IOException | RuntimeException e) {
            log.info("The log of pod {} may be missing: {}", name, e.toString());
        }
        Exit exit;
        synchronized (this) {
            exit = verdict == null ? services.exits().of(pod, tail, killed) : verdict;
        }
        end(exit);
        // A launch whose answer was lost may be under way once more, and would find the name free.
        launched()
                .then(services.retrying().<Void>call(() -> remove(0)))
                .subscribe(done -> {}, gone::completeExceptionally, () -> gone.complete(true));
    }

    /** The worker may have been unable to do that. */
    private void keepLog(String tail) throws IOException {
        if (!tail.isEmpty() && services.store().stat(logObject).isEmpty()) {
            services.store()
                    .put(
                            logObject,
                            PutMode.CREATE,
                            "text/plain; charset=utf-8",
                            out -> out.write(tail.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void end(Exit exit) {
        started.complete(Optional.empty());
        ended.complete(new AttemptEvent.Ended(exit));
    }

    private void later(Duration pause, Runnable action) {
        services.blocking().schedule(action, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
