package io.kubeface.micrometer;

import io.kubeface.reactor.JobEvent;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The observation of one job, and those of its attempts that have not ended or whose outcome is not known. */
final class ObservedJob {
    private final ObservationRegistry registry;
    private final Observation job;
    private final Map<String, Map<Integer, ObservedAttempt>> attempts = new HashMap<>();

    ObservedJob(ObservationRegistry registry, Observation job) {
        this.registry = registry;
        this.job = job;
    }

    void happened(JobEvent.OfJob event) {
        if (event instanceof JobEvent.AttemptLaunched launched) {
            launched(launched);
        } else if (event instanceof JobEvent.OfAttempt attempt) {
            ObservedAttempt observed = of(attempt.task()).get(attempt.attempt());
            if (observed != null) {
                observed.happened(attempt);
                forgetEnded(attempt.task());
            }
        } else if (event instanceof JobEvent.TaskSettled settled) {
            of(settled.task()).values().forEach(attempt -> attempt.settled(settled.succeeded()));
            forgetEnded(settled.task());
        } else if (event instanceof JobEvent.JobEnded ended) {
            ended(ended);
        }
    }

    private void launched(JobEvent.AttemptLaunched event) {
        Observation observation = Observation.createNotStarted("kubeface.attempt", registry)
                .parentObservation(job)
                .lowCardinalityKeyValue("speculative", Boolean.toString(event.speculative()))
                .highCardinalityKeyValue("kubeface.job", event.job())
                .highCardinalityKeyValue("kubeface.task", event.task())
                .highCardinalityKeyValue("kubeface.attempt", Integer.toString(event.attempt()))
                .start();
        attempts.computeIfAbsent(event.task(), task -> new HashMap<>())
                .put(event.attempt(), new ObservedAttempt(observation));
    }

    private void ended(JobEvent.JobEnded event) {
        attempts.values().forEach(ofTask -> ofTask.values().forEach(ObservedAttempt::dropped));
        attempts.clear();
        event.error().ifPresent(job::error);
        job.lowCardinalityKeyValue("end", Tags.of(event.end())).stop();
    }

    private Map<Integer, ObservedAttempt> of(String task) {
        return attempts.getOrDefault(task, Map.of());
    }

    private void forgetEnded(String task) {
        Collection<ObservedAttempt> left = of(task).values();
        if (!left.isEmpty()) {
            left.removeIf(ObservedAttempt::stopped);
        }
        if (left.isEmpty()) {
            attempts.remove(task);
        }
    }

    /** One attempt; it stops when it has both ended and an outcome. */
    private static final class ObservedAttempt {
        private final Observation observation;
        private boolean ended;
        private @Nullable String outcome;
        private boolean stopped;

        ObservedAttempt(Observation observation) {
            this.observation = observation;
        }

        boolean stopped() {
            return stopped;
        }

        void happened(JobEvent.OfAttempt event) {
            if (event instanceof JobEvent.AttemptStarted started) {
                observation.highCardinalityKeyValue(
                        "kubeface.host", started.place().host());
                observation.event(Observation.Event.of("started"));
            } else if (event instanceof JobEvent.AttemptKilled) {
                outcome = outcome == null ? "killed" : outcome;
            } else if (event instanceof JobEvent.AttemptEnded) {
                ended = true;
            } else if (event instanceof JobEvent.AttemptLost lost) {
                outcome = Tags.of(lost.kind());
                observation.error(new AttemptLostException(lost.reason()));
            } else if (event instanceof JobEvent.TaskRetried retried) {
                // It left a failure that another attempt may do better than.
                outcome = Tags.of(retried.kind());
            }
            stopIfDone();
        }

        void settled(boolean succeeded) {
            if (outcome == null) {
                outcome = succeeded ? "success" : "failure";
            }
            stopIfDone();
        }

        void dropped() {
            outcome = outcome == null ? "dropped" : outcome;
            ended = true;
            stopIfDone();
        }

        private void stopIfDone() {
            if (ended && outcome != null && !stopped) {
                stopped = true;
                observation.lowCardinalityKeyValue("outcome", outcome).stop();
            }
        }
    }
}
