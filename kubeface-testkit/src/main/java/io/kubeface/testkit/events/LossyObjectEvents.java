package io.kubeface.testkit.events;

import io.kubeface.core.name.JobKey;
import io.kubeface.reactor.events.ObjectEvent;
import io.kubeface.reactor.events.ObjectEvents;
import java.time.Duration;
import java.util.Random;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Does to another source's hints what the contract of {@link ObjectEvents} allows: loses, doubles and delays them. */
public final class LossyObjectEvents implements ObjectEvents {
    private final ObjectEvents events;
    private final HintFaults faults;
    private final Scheduler timer;
    private final Random random;

    /**
     * @param seed what befalls the nth hint follows from it
     * @param timer where late hints wait
     */
    public LossyObjectEvents(ObjectEvents events, HintFaults faults, long seed, Scheduler timer) {
        this.events = events;
        this.faults = faults;
        this.timer = timer;
        this.random = new Random(seed);
    }

    @Override
    public Flux<ObjectEvent> results(JobKey key) {
        return events.results(key).flatMap(this::harm, Integer.MAX_VALUE);
    }

    @Override
    public Mono<Void> close() {
        return events.close();
    }

    private Flux<ObjectEvent> harm(ObjectEvent event) {
        if (event instanceof ObjectEvent.Gap) {
            return Flux.just(event);
        }
        boolean lost;
        boolean doubled;
        boolean late;
        double delay;
        synchronized (random) {
            // All are drawn for each hint, so that one decision does not move the next.
            lost = random.nextDouble() < faults.lost();
            doubled = random.nextDouble() < faults.doubled();
            late = random.nextDouble() < faults.late();
            delay = random.nextDouble();
        }
        if (lost) {
            return Flux.empty();
        }
        Flux<ObjectEvent> heard = doubled ? Flux.just(event, event) : Flux.just(event);
        Duration wait = Duration.ofNanos((long) (faults.longestDelay().toNanos() * delay));
        return late ? heard.delaySequence(wait, timer) : heard;
    }
}
