package io.kubeface.kubernetes;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The end of one pod that its driver wants. All who want it share one deletion; one that failed is made again. */
final class PodKill {
    private static final Logger log = LoggerFactory.getLogger(PodKill.class);
    private static final long GRACE_SECONDS = 1;

    private final PodServices services;
    private final String name;
    private final PodSignals signals;
    private final PodReasons reasons;
    private final PodRemoval removal;
    private final BooleanSupplier ending;
    private final Runnable unconfirmed;

    @Nullable
    private Mono<Void> deletion;

    /**
     * @param name of the pod
     * @param ending whether its end is known already
     * @param unconfirmed called when it was removed by force
     */
    PodKill(
            PodServices services,
            String name,
            PodSignals signals,
            PodReasons reasons,
            PodRemoval removal,
            BooleanSupplier ending,
            Runnable unconfirmed) {
        this.services = services;
        this.name = name;
        this.signals = signals;
        this.reasons = reasons;
        this.removal = removal;
        this.ending = ending;
        this.unconfirmed = unconfirmed;
    }

    /**
     * Kills it.
     *
     * @param before done first, while it is still there
     * @return completes when it has ended; fails when that could not be brought about
     */
    Mono<Void> kill(Mono<Void> before) {
        return Mono.defer(() ->
                Mono.firstWithSignal(signals.end().then(), deletion(before).then(Mono.never())));
    }

    /** Its container cannot be made: it is deleted as if it were killed, but for what is told of it. */
    Mono<Void> condemned() {
        return deleted().then();
    }

    /** Not cancelled by an end that comes while the API server is asked. */
    private Mono<Void> deletion(Mono<Void> before) {
        Mono<Void> fresh;
        synchronized (this) {
            if (ending.getAsBoolean()) {
                return Mono.empty();
            }
            if (deletion != null) {
                return deletion;
            }
            reasons.kill(true);
            fresh = signals.launch()
                    .filter(made -> made)
                    .flatMap(made -> before.subscribeOn(services.blocking()).then(deleted()))
                    .doOnError(failure -> failed())
                    .then()
                    .cache();
            deletion = fresh;
        }
        signals.killBegins();
        fresh.subscribe(done -> {}, failure -> log.debug("Pod {} could not be killed", name, failure));
        return fresh;
    }

    private Mono<Boolean> deleted() {
        return removal.within(GRACE_SECONDS, signals.end()).doOnNext(forced -> {
            if (forced) {
                unconfirmed.run();
            }
        });
    }

    private synchronized void failed() {
        deletion = null;
        reasons.kill(false);
    }
}
