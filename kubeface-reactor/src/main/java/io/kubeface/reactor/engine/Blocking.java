package io.kubeface.reactor.engine;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Work that blocks, as a publisher that ends whatever happens. */
public final class Blocking {
    private Blocking() {}

    /**
     * Does the work on a scheduler, once for each subscriber.
     *
     * @return what the work returns; an {@link Error} that it throws comes as the cause of a {@link CompletionException}:
     *     a class that does not load or a stack that is too small, both of which users' values can cause, are fatal to
     *     Reactor, which throws them past the subscriber, who would wait without end
     */
    public static <V> Mono<V> call(Scheduler scheduler, Callable<? extends V> work) {
        return Mono.<V>fromCallable(() -> {
                    try {
                        return work.call();
                    } catch (Error e) {
                        throw new CompletionException(e);
                    }
                })
                .subscribeOn(scheduler);
    }
}
