package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.LogContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
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

    private final PodServices services;
    private final String name;
    private final PodRemoval removal;
    private final PodReasons reasons;
    private final PodSignals signals = new PodSignals();
    private final PodKill kill;
    private final LogContext context = LogContext.current();

    private boolean uncertain;
    private boolean seen;
    private boolean ending;
    private boolean waitsForImage;
    private boolean waitsForLeaving;

    /**
     * @param name of the pod
     * @param logObject where the worker's log belongs
     */
    PodAttempt(PodServices services, String name, String logObject) {
        this.services = services;
        this.name = name;
        this.removal = new PodRemoval(services, name);
        this.reasons = new PodReasons(
                services.exits(),
                new PodEvidence(services, name, logObject),
                services.cluster().namespace() + "/" + name);
        this.kill = new PodKill(services, name, signals, reasons, removal, this::isEnding, this::unconfirmed);
    }

    String name() {
        return name;
    }

    @Override
    public Flux<AttemptEvent> events() {
        return signals.events();
    }

    @Override
    public Mono<Void> kill() {
        return kill.kill(signals.hasStarted() ? Mono.empty() : Mono.fromRunnable(reasons::noteWhyItWaits));
    }

    /** A kill of which nobody asks why. */
    Mono<Void> killAtClose() {
        return kill.kill(Mono.empty());
    }

    /** Completes when it is to be killed. */
    Mono<Void> killBegins() {
        return signals.whenKillBegins();
    }

    /** Whether its launch is over, one way or the other. */
    Mono<Void> launched() {
        return signals.launch().then();
    }

    /** Whether the API server has taken the pod, and it is not known to be over. */
    synchronized boolean isOut() {
        return !ending && signals.isMade();
    }

    /** Completes when the API server has no such pod any more; fails when that could not be brought about. */
    Mono<Void> gone() {
        return signals.whenGone();
    }

    /** Whether the pod has been heard of, and so was made. */
    synchronized boolean wasSeen() {
        return seen;
    }

    /** Its creation has failed, and nobody knows whether it was made all the same. */
    synchronized void mayExist() {
        uncertain = true;
    }

    /** The API server has taken the pod. */
    void created() {
        reasons.waitsFor(Optional.empty());
        signals.launched(true);
        later(services.times().unseen(), this::lookIfUnheardOf);
    }

    private void lookIfUnheardOf() {
        boolean unheardOf;
        synchronized (this) {
            unheardOf = !seen && !ending;
        }
        if (unheardOf) {
            lookUp();
        }
    }

    /** Its pod cannot be created yet. */
    void waitsFor(String room) {
        reasons.waitsFor(Optional.of(room));
    }

    /** Its pod, which was waited for, will not be created. */
    void refused(Throwable failure) {
        Exit exit = failure instanceof CancellationException
                ? reasons.killedWaiting()
                : PodExits.refused(ApiFailures.launch(
                        failure, "create " + services.cluster().pods()));
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
            signals.ended(exit);
            return (mayExist ? remove() : Mono.<Void>fromRunnable(signals::gone))
                    .doOnTerminate(() -> signals.launched(false));
        });
    }

    /**
     * Nothing can be heard of the pod any more, or be done to it; it may run on.
     *
     * @param exit what is told
     */
    void giveUp(Exit exit) {
        if (beginEnd()) {
            signals.ended(exit);
            remove().subscribe();
        }
    }

    private Mono<Void> remove() {
        return removal.nowOrSoon().doOnSuccess(done -> signals.gone()).onErrorResume(failure -> {
            signals.notGone(failure);
            return Mono.empty();
        });
    }

    /** The pod is, or was a moment ago, like this. */
    void observed(Pod pod) {
        PodState state = PodState.of(pod);
        signals.seen(state);
        synchronized (this) {
            seen = true;
            if (ending) {
                return;
            }
            ending = state.terminal();
            reasons.seen(state);
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
        signals.seen(state);
        vanished(state.terminal() ? services.exits().of(pod, "", false) : reasons.lost(state.disruption()));
    }

    /** Asks the API server how the pod is, because events may have been missed. */
    void lookUp() {
        context.around(this::ask).run();
    }

    private void ask() {
        services.retrying()
                .call(() -> services.cluster().pod(name))
                .subscribe(
                        found -> found.ifPresentOrElse(this::observed, () -> vanished(reasons.lost())),
                        failure -> log.warn("Pod {} could not be looked at: {}", name, failure.toString()));
    }

    private void watchTrouble(PodState state) {
        if (state.imageTrouble().isPresent() && !waitsForImage) {
            waitsForImage = true;
            later(services.times().imageGrace(), this::imageGraceIsOver);
        }
        if (state.leaving().isPresent() && !waitsForLeaving) {
            waitsForLeaving = true;
            leave(state.leaving().get().plus(services.times().leave()));
        }
    }

    /** Blocking. */
    private void imageGraceIsOver() {
        synchronized (this) {
            waitsForImage = false;
            if (ending) {
                return;
            }
        }
        reasons.condemnForImage().ifPresent(exit -> kill.condemned().subscribe(done -> {}, failure -> giveUp(exit)));
    }

    /** Somebody else has asked for its deletion; a node that does not confirm it is dead or cut off. */
    private void leave(Duration patience) {
        removal.forced(patience, signals.end())
                .subscribe(
                        forced -> {
                            if (forced) {
                                unconfirmed();
                            }
                        },
                        failure -> {
                            log.warn("Pod {} is overdue and could not be removed: {}", name, failure.toString());
                            leave(patience);
                        });
    }

    private void unconfirmed() {
        vanished(reasons.lost());
    }

    private synchronized boolean isEnding() {
        return ending;
    }

    private synchronized boolean beginEnd() {
        boolean first = !ending;
        ending = true;
        return first;
    }

    private void vanished(Exit exit) {
        if (!beginEnd()) {
            return;
        }
        Optional<Exit> own = reasons.own();
        if (own.isPresent()) {
            endGone(own.get());
        } else {
            services.blocking().schedule(context.around(() -> endGone(reasons.withEvents(exit))));
        }
    }

    private void endGone(Exit exit) {
        signals.ended(exit);
        signals.gone();
    }

    /** Blocking. */
    private void finish(Pod pod) {
        signals.ended(reasons.of(pod));
        // A launch whose answer was lost may be under way once more, and would find the name free.
        launched().then(removal.now()).subscribe(done -> {}, signals::notGone, signals::gone);
    }

    private void later(Duration pause, Runnable action) {
        services.blocking().schedule(context.around(action), pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
