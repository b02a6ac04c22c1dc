package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.LogContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

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
    private final LogContext context = LogContext.current();
    private final CompletableFuture<Optional<AttemptEvent>> started = new CompletableFuture<>();
    private final CompletableFuture<AttemptEvent> ended = new CompletableFuture<>();
    private final CompletableFuture<Boolean> launched = new CompletableFuture<>();
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
    private final Sinks.Empty<Void> killBegins = Sinks.empty();

    private boolean uncertain;
    private boolean seen;
    private boolean ending;
    private boolean killed;
    private boolean waitsForImage;
    private boolean waitsForLeaving;

    /** How it was when it was last heard of. */
    @Nullable
    private PodState last;

    @Nullable
    private Exit verdict;

    /** What is told if it is killed and has not run. */
    private Exit killedWaiting = PodExits.killed();

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
        return kill(started.isDone() ? Mono.empty() : Mono.fromRunnable(this::noteWhyItWaits));
    }

    /** A kill of which nobody asks why. */
    Mono<Void> killAtClose() {
        return kill(Mono.empty());
    }

    private Mono<Void> kill(Mono<Void> before) {
        return Mono.defer(() -> {
            Mono<Void> end = Mono.fromFuture(ended, true).then();
            if (!beginKill()) {
                return end;
            }
            killBegins.tryEmitEmpty();
            // Not cancelled by an end that comes while the API server is asked.
            Mono<Void> deletion = Mono.fromFuture(launched, true)
                    .filter(made -> made)
                    .flatMap(made -> before.subscribeOn(services.blocking()).then(delete(KILL_SECONDS)))
                    .doOnError(failure -> killFailed())
                    .cache();
            deletion.subscribe(done -> {}, failure -> log.debug("Pod {} could not be killed", name, failure));
            return Mono.firstWithSignal(end, deletion.then(Mono.never()));
        });
    }

    /** Completes when it is to be killed. */
    Mono<Void> killBegins() {
        return killBegins.asMono();
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
        synchronized (this) {
            killedWaiting = PodExits.killed();
        }
        launched.complete(true);
        later(services.times().unseen(), () -> {
            if (isUnheardOf()) {
                lookUp();
            }
        });
    }

    /** Its pod cannot be created yet. */
    synchronized void waitsFor(String room) {
        killedWaiting = PodExits.killedWaiting(Optional.of(room), List.of());
    }

    /** Its pod, which was waited for, will not be created. */
    void refused(Throwable failure) {
        Exit exit;
        synchronized (this) {
            exit = failure instanceof CancellationException
                    ? killedWaiting
                    : PodExits.refused(ApiFailures.launch(
                            failure, "create " + services.cluster().pods()));
        }
        undo(exit).subscribe();
    }

    /**
     * The launch came to nothing; what may be left of it is removed.
     *
     * @param exit what is told to those who have heard of the attempt
     */
    Mono<Void> undo(Exit exit) {
        return Mono.defer(() -> {
            boolean mayExist;
            synchronized (this) {
                ending = true;
                mayExist = uncertain || seen;
            }
            end(exit);
            Mono<Void> removal = mayExist ? services.brief().<Void>call(() -> remove(0)) : Mono.empty();
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
            last = state;
            if (!ending) {
                watchTrouble(state);
                return;
            }
        }
        services.blocking().schedule(context.around(() -> finish(pod)));
    }

    /** The pod is gone; this is the last of it. */
    void deleted(Pod pod) {
        PodState state = PodState.of(pod);
        state.place().ifPresent(place -> started.complete(Optional.of(new AttemptEvent.Started(place))));
        vanished(state.terminal() ? services.exits().of(pod, "", false) : lost(state.disruption()));
    }

    /** Asks the API server how the pod is, because events may have been missed. */
    void lookUp() {
        context.around(this::ask).run();
    }

    private void ask() {
        services.retrying()
                .call(() -> services.cluster().pod(name))
                .subscribe(
                        found -> found.ifPresentOrElse(this::observed, () -> vanished(lost(disruption()))),
                        failure -> log.warn("Pod {} could not be looked at: {}", name, failure.toString()));
    }

    private void watchTrouble(PodState state) {
        if (state.imageTrouble().isPresent() && !waitsForImage) {
            waitsForImage = true;
            later(services.times().imageGrace(), this::imageGraceIsOver);
        }
        if (state.leaving() && !waitsForLeaving) {
            waitsForLeaving = true;
            later(services.times().leave(), this::forceGone);
        }
    }

    /** Blocking. */
    private void imageGraceIsOver() {
        Optional<String> trouble;
        synchronized (this) {
            waitsForImage = false;
            trouble = last == null || ending || killed ? Optional.empty() : last.imageTrouble();
        }
        if (trouble.isEmpty()) {
            return;
        }
        Exit exit = PodExits.with(services.exits().image(trouble.get()), clusterEvents());
        synchronized (this) {
            verdict = exit;
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

    private synchronized boolean isKilled() {
        return killed;
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
                        () -> vanished(lost(disruption())));
    }

    private void vanished(Exit exit) {
        Exit known;
        synchronized (this) {
            if (ending) {
                return;
            }
            ending = true;
            known = killed ? killedWaiting : verdict;
        }
        if (known != null) {
            end(known);
            gone.complete(true);
        } else {
            services.blocking().schedule(() -> {
                end(PodExits.with(exit, clusterEvents()));
                gone.complete(true);
            });
        }
    }

    private synchronized Optional<String> disruption() {
        return last == null ? Optional.empty() : last.disruption();
    }

    private Exit lost(Optional<String> disruption) {
        return PodExits.gone(services.cluster().namespace() + "/" + name, disruption);
    }

    /** What keeps it from running is asked for before it is gone. Blocking. */
    private void noteWhyItWaits() {
        List<String> events = clusterEvents();
        synchronized (this) {
            killedWaiting = PodExits.killedWaiting(
                    last == null ? Optional.empty() : last.imageTrouble().or(last::unscheduled), events);
        }
    }

    /** What the cluster has told of it. Blocking; asked for once, as it is of use to people only. */
    private List<String> clusterEvents() {
        if (!services.eventReads().takeNow()) {
            return List.of("its events were not read, since many pods ended at once");
        }
        try {
            return PodEvents.lines(services.cluster().events(name));
        } catch (RuntimeException e) {
            return List.of("its events could not be read: " + e.getMessage());
        }
    }

    /** Blocking. */
    private void finish(Pod pod) {
        String tail = "";
        try {
            if (PodState.terminated(pod).isPresent() && PodState.failed(pod)) {
                tail = services.cluster().logTail(name);
                keepLog(tail);
            }
        } catch (IOException | RuntimeException e) {
            log.info("The log of pod {} may be missing: {}", name, e.toString());
        }
        end(exit(pod, tail));
        // A launch whose answer was lost may be under way once more, and would find the name free.
        launched()
                .then(services.retrying().<Void>call(() -> remove(0)))
                .subscribe(done -> {}, gone::completeExceptionally, () -> gone.complete(true));
    }

    /** Blocking. */
    private Exit exit(Pod pod, String tail) {
        Exit exit = services.exits().of(pod, tail, isKilled());
        synchronized (this) {
            if (verdict != null) {
                return verdict;
            }
            if (killed) {
                return PodState.of(pod).place().isPresent() ? exit : killedWaiting;
            }
        }
        boolean platforms = PodState.failed(pod) && exit.ifNoResult() != FailureKind.USER_ERROR;
        return platforms ? PodExits.with(exit, clusterEvents()) : exit;
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
        services.blocking().schedule(context.around(action), pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
