package io.kubeface.kubernetes;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * The deletion of one pod. A pod stays on the API server until its node confirms that nothing of it runs any more, which a
 * node that is lost never does; so a deletion that takes too long is made again by force, and then holds at once.
 */
final class PodRemoval {
    private final PodServices services;
    private final String name;

    PodRemoval(PodServices services, String name) {
        this.services = services;
        this.name = name;
    }

    /** Takes it off the API server, whatever its node says. */
    Mono<Void> now() {
        return services.retrying().call(() -> delete(0));
    }

    /** As {@link #now()}, but is given up sooner. */
    Mono<Void> nowOrSoon() {
        return services.brief().call(() -> delete(0));
    }

    /**
     * Asks for its deletion.
     *
     * @param graceSeconds for the worker
     * @param over completes when nothing of the pod runs any more
     * @return completes when it is over; true when that is so because it was removed by force
     */
    Mono<Boolean> within(long graceSeconds, Publisher<?> over) {
        return services.retrying()
                .call(() -> delete(graceSeconds))
                .then(Mono.defer(() -> forced(services.times().kill(), over)));
    }

    /**
     * Removes it by force unless it is over in time.
     *
     * @param over as for {@link #within}
     * @return as for {@link #within}
     */
    Mono<Boolean> forced(Duration patience, Publisher<?> over) {
        return Mono.firstWithSignal(
                        Mono.from(over).thenReturn(false),
                        Mono.delay(patience, services.blocking()).thenReturn(true))
                .flatMap(overdue -> overdue ? now().thenReturn(true) : Mono.just(false));
    }

    @Nullable
    private Void delete(long graceSeconds) {
        services.cluster().delete(name, graceSeconds);
        return null;
    }
}
