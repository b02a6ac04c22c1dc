package io.kubeface.reactor.engine;

import io.kubeface.reactor.Result;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** A cold flux each of whose subscriptions is a job. */
final class JobFlux<T, R extends @Nullable Object> extends Flux<Result<R>> {
    private final Engine engine;
    private final JobPlan<T, R> plan;
    private final Publisher<T> inputs;

    private JobFlux(Engine engine, JobPlan<T, R> plan, Publisher<T> inputs) {
        this.engine = engine;
        this.plan = plan;
        this.inputs = inputs;
    }

    static <T, R extends @Nullable Object> Flux<Result<R>> create(
            Engine engine, JobPlan<T, R> plan, Publisher<T> inputs) {
        return onAssembly(new JobFlux<>(engine, plan, inputs));
    }

    @Override
    public void subscribe(CoreSubscriber<? super Result<R>> subscriber) {
        engine.start(plan, inputs, subscriber);
    }
}
