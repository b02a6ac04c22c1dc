package io.kubeface.micrometer;

import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobObserver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Consumer;
import reactor.util.context.ContextView;

/**
 * An observation of each job, and below it one of each attempt, for tracing.
 *
 * <p>{@code kubeface.job}, with the low-cardinality key {@code end} ({@code completed}, {@code cancelled} or
 * {@code failed}), is a child of the observation in the subscriber's Reactor context, if there is one under Micrometer's
 * key. {@code kubeface.attempt}, with {@code speculative} and {@code outcome} ({@code success}, {@code failure},
 * {@code killed}, {@code dropped}, or what it was lost to, such as {@code worker_crash}), ends when its outcome is known;
 * the event {@code started} tells when its worker ran. The ids of job, task and attempt are high-cardinality keys: on
 * spans, and on no meter.
 *
 * <p>Handlers are called where jobs are decided on, so they must be fast and must not block. No observation is made
 * current on any thread. Safe for use by several threads.
 */
public final class KubefaceObservations implements JobObserver {
    /** Under which Micrometer and Reactor keep the current observation in a context. */
    private static final String CONTEXT_KEY = "micrometer.observation";

    private final ObservationRegistry registry;

    private KubefaceObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    /** Observations in this registry; give it to {@code KubefaceBuilder.observer}. */
    public static KubefaceObservations on(ObservationRegistry registry) {
        return new KubefaceObservations(registry);
    }

    @Override
    public Consumer<JobEvent.OfJob> begins(JobEvent.JobBegan job, ContextView context) {
        Observation observation = Observation.createNotStarted("kubeface.job", registry)
                .contextualName("job " + job.name())
                .highCardinalityKeyValue("kubeface.job", job.job());
        context.<Object>getOrEmpty(CONTEXT_KEY)
                .filter(Observation.class::isInstance)
                .map(Observation.class::cast)
                .ifPresent(observation::parentObservation);
        return new ObservedJob(registry, observation.start())::happened;
    }
}
