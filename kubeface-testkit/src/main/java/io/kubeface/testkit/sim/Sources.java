package io.kubeface.testkit.sim;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** Where inputs come from. */
final class Sources {
    private Sources() {}

    /**
     * The inputs of a scenario.
     *
     * @param failed called when the source fails
     */
    static Flux<Integer> of(Scenario.Inputs inputs, Scheduler timer, Runnable failed) {
        Flux<Integer> ready = Flux.range(0, inputs.count()).map(inputs::value);
        return switch (inputs.kind()) {
            case READY -> ready;
            case SLOW -> ready.delayElements(Duration.ofSeconds(7), timer);
            case TAKEN -> endless(inputs).take(inputs.count());
            case FAILING ->
                ready.concatWith(Flux.error(() -> {
                    failed.run();
                    return new SourceFailedException();
                }));
            case ENDLESS -> endless(inputs);
        };
    }

    private static Flux<Integer> endless(Scenario.Inputs inputs) {
        return Flux.defer(() -> {
            AtomicInteger next = new AtomicInteger();
            return Flux.generate(sink -> sink.next(inputs.value(next.getAndIncrement())));
        });
    }

    /** What a source that fails ends with. */
    static final class SourceFailedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        SourceFailedException() {
            super("Simulated: no more inputs.");
        }
    }
}
