package io.kubeface.reactor;

import io.kubeface.core.TaskCallable;
import io.kubeface.core.TaskFunction;
import io.kubeface.core.function.FunctionShipment;
import io.kubeface.core.name.JobKey;
import io.kubeface.reactor.engine.Engine;
import io.kubeface.reactor.engine.JobPlan;
import io.kubeface.reactor.engine.Policies;
import io.kubeface.reactor.engine.Storing;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Options of one job, and the engine that would run it. */
record DefaultJobSpec(
        Engine engine,
        JobDefaults defaults,
        String name,
        int items,
        Optional<Duration> longestWait,
        OptionalLong total,
        Optional<Consumer<JobProgress>> listener,
        Policies policies,
        Storing storing)
        implements JobSpec {

    DefaultJobSpec(Engine engine, JobDefaults defaults, String name, Policies policies) {
        this(
                engine,
                defaults,
                name,
                1,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                policies,
                new Storing(Optional.empty(), defaults.kept(defaults.keep())));
    }

    @Override
    public JobSpec itemsPerTask(int itemsPerTask) {
        KubefaceBuilder.atLeast("itemsPerTask", 1, itemsPerTask);
        return new DefaultJobSpec(
                engine, defaults, name, itemsPerTask, longestWait, total, listener, policies, storing);
    }

    @Override
    public JobSpec maxWait(Duration maxWait) {
        if (maxWait.isNegative() || maxWait.isZero()) {
            throw new IllegalArgumentException("maxWait must be longer than zero; got " + maxWait + ".");
        }
        return new DefaultJobSpec(
                engine, defaults, name, items, Optional.of(maxWait), total, listener, policies, storing);
    }

    @Override
    public JobSpec numItems(long numItems) {
        KubefaceBuilder.atLeast("numItems", 0, numItems);
        return new DefaultJobSpec(
                engine, defaults, name, items, longestWait, OptionalLong.of(numItems), listener, policies, storing);
    }

    @Override
    public JobSpec onProgress(Consumer<JobProgress> progressListener) {
        return new DefaultJobSpec(
                engine, defaults, name, items, longestWait, total, Optional.of(progressListener), policies, storing);
    }

    @Override
    public JobSpec retry(RetryPolicy policy) {
        if (policy.retries() > 0 && engine.deletesInputs()) {
            throw new IllegalArgumentException(
                    "retry needs deleteInputs(false), or a second attempt would find no input; got retries "
                            + policy.retries() + ".");
        }
        return with(policies.withRetry(policy));
    }

    @Override
    public JobSpec timeout(Duration longest) {
        return with(policies.withTimeout(longest));
    }

    @Override
    public JobSpec schedulingTimeout(Duration longest) {
        return with(policies.withSchedulingTimeout(longest));
    }

    @Override
    public JobSpec completion(CompletionPolicy policy) {
        return with(policies.withCompletion(policy));
    }

    @Override
    public JobSpec speculation(Speculation rule) {
        return with(policies.withSpeculation(rule));
    }

    private JobSpec with(Policies changed) {
        return new DefaultJobSpec(engine, defaults, name, items, longestWait, total, listener, changed, storing);
    }

    @Override
    public JobSpec cacheKey(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("cacheKey must have at least one character; got an empty one.");
        }
        if (engine.deletesInputs()) {
            throw new IllegalArgumentException("cacheKey(\"" + key + "\") needs a client without deleteInputs(true):"
                    + " another driver of that key may still need an input.");
        }
        JobKey jobKey = JobKey.ofCacheKey(defaults.cacheKeyPrefix() + key);
        return with(new Storing(Optional.of(jobKey), storing.keep()));
    }

    @Override
    public JobSpec keep(KeepPolicy policy) {
        return with(new Storing(storing.cacheKey(), defaults.kept(Objects.requireNonNull(policy, "keep"))));
    }

    private JobSpec with(Storing objects) {
        return new DefaultJobSpec(engine, defaults, name, items, longestWait, total, listener, policies, objects);
    }

    @Override
    public <T, R extends @Nullable Object> Flux<Result<R>> map(TaskFunction<T, R> function, Publisher<T> inputs) {
        return flux(true, function, inputs);
    }

    @Override
    public <T, R extends @Nullable Object> Flux<Result<R>> mapUnordered(
            TaskFunction<T, R> function, Publisher<T> inputs) {
        return flux(false, function, inputs);
    }

    @Override
    public <R extends @Nullable Object> Flux<Result<R>> submit(List<? extends TaskCallable<? extends R>> tasks) {
        @SuppressWarnings("unchecked") // It only gives results.
        List<TaskCallable<R>> inputs = List.copyOf((List<? extends TaskCallable<R>>) tasks);
        Set<Class<?>> classes = new HashSet<>();
        inputs.forEach(task -> classes.add(FunctionShipment.declaringClass(task)));
        return engine.job(
                new JobPlan<>(
                        name,
                        true,
                        new Submitted<>(),
                        items,
                        longestWait,
                        OptionalLong.of(inputs.size()),
                        listener,
                        policies,
                        storing,
                        classes),
                Flux.fromIterable(inputs));
    }

    private <T, R extends @Nullable Object> Flux<Result<R>> flux(
            boolean ordered, TaskFunction<T, R> function, Publisher<T> inputs) {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(inputs, "inputs");
        return engine.job(
                new JobPlan<>(name, ordered, function, items, longestWait, total, listener, policies, storing), inputs);
    }
}
