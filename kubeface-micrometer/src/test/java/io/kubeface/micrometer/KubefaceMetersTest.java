package io.kubeface.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.backend.InProcessBackend;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;

class KubefaceMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final KubefaceMeters meters = KubefaceMeters.on(registry);

    private Consumer<JobEvent.OfJob> begin() {
        return meters.begins(Events.began(), Context.empty());
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    @Test
    void attemptsAndTasksAreCountedByWhatBecameOfThem() {
        Consumer<JobEvent.OfJob> job = begin();
        List.of(
                        Events.launched("a", 1, false),
                        Events.started("a", 1),
                        Events.ended("a", 1),
                        Events.lost("a", 1),
                        Events.retried("a", 1),
                        Events.launched("a", 2, false),
                        Events.launched("a", 3, true),
                        Events.settled("a", true, Optional.empty()),
                        Events.ended("a", 2),
                        Events.ended("a", 3),
                        Events.emitted("a", 5),
                        Events.settled("b", false, Optional.of(FailureKind.OUT_OF_MEMORY)),
                        Events.settled("c", false, Optional.empty()),
                        Events.reused("d"),
                        Events.settled("d", true, Optional.empty()))
                .forEach(job);
        assertThat(count("kubeface.attempts.launched", "speculative", "false")).isEqualTo(2);
        assertThat(count("kubeface.attempts.launched", "speculative", "true")).isEqualTo(1);
        assertThat(count("kubeface.attempts.lost", "kind", "worker_crash")).isEqualTo(1);
        assertThat(count("kubeface.attempts.retried", "kind", "worker_crash")).isEqualTo(1);
        assertThat(count("kubeface.inputs.emitted")).isEqualTo(5);
        for (String outcome : List.of("success", "out_of_memory", "failure", "reused")) {
            assertThat(registry.get("kubeface.tasks")
                            .tag("outcome", outcome)
                            .timer()
                            .totalTime(TimeUnit.SECONDS))
                    .as(outcome)
                    .isEqualTo(4);
        }
        assertThat(registry.get("kubeface.attempts").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(9);
        assertThat(registry.get("kubeface.tasks.queued").timer().count()).isEqualTo(1);
    }

    @Test
    void aTaskThatIsRunAfterAllIsNotCountedAsReusedAgain() {
        Consumer<JobEvent.OfJob> job = begin();
        job.accept(Events.reused("a"));
        job.accept(Events.settled("a", true, Optional.empty()));
        job.accept(Events.launched("a", 1, false));
        job.accept(Events.settled("a", true, Optional.empty()));
        for (String outcome : List.of("success", "reused")) {
            assertThat(registry.get("kubeface.tasks")
                            .tag("outcome", outcome)
                            .timer()
                            .count())
                    .as(outcome)
                    .isEqualTo(1);
        }
    }

    @Test
    void gaugesFollowWhatGoesOn() {
        assertThat(gauge("kubeface.jobs.active")).isZero();
        Consumer<JobEvent.OfJob> job = begin();
        Consumer<JobEvent.OfJob> other = begin();
        job.accept(Events.launched("a", 1, false));
        other.accept(Events.launched("a", 1, false));
        job.accept(Events.ended("a", 1));
        assertThat(gauge("kubeface.jobs.active")).isEqualTo(2);
        assertThat(gauge("kubeface.running")).isEqualTo(1);
        assertThat(gauge("kubeface.slots")).isEqualTo(8);
        other.accept(Events.ended("a", 1));
        job.accept(Events.ended(JobEvent.End.COMPLETED, Optional.empty()));
        other.accept(Events.ended(JobEvent.End.CANCELLED, Optional.empty()));
        assertThat(gauge("kubeface.jobs.active")).isZero();
        assertThat(gauge("kubeface.running")).isZero();
        assertThat(registry.get("kubeface.jobs").tag("end", "completed").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(60);
        assertThat(registry.get("kubeface.jobs").tag("end", "cancelled").timer().count())
                .isEqualTo(1);
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void aRealJobIsMeasuredAndNoTagHasItsNameOrThatOfATask(@TempDir Path storage) {
        try (Kubeface kubeface = Kubeface.builder()
                .storage(storage)
                .backend(InProcessBackend.builder())
                .maxSimultaneousTasks(3)
                .observer(meters)
                .build()) {
            kubeface.job("very-own-name")
                    .<Integer, Integer>map(x -> 12 / x, Flux.range(0, 5))
                    .then()
                    .block();
        }
        assertThat(registry.get("kubeface.tasks")
                        .tag("outcome", "success")
                        .timer()
                        .count())
                .isEqualTo(4);
        assertThat(registry.get("kubeface.tasks")
                        .tag("outcome", "failure")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(count("kubeface.attempts.launched", "speculative", "false")).isEqualTo(5);
        assertThat(gauge("kubeface.running")).isZero();
        assertThat(gauge("kubeface.slots")).isEqualTo(3);
        Set<String> tags = registry.getMeters().stream()
                .map(Meter::getId)
                .flatMap(id -> id.getTags().stream())
                .map(Tag::getValue)
                .collect(Collectors.toSet());
        assertThat(tags).containsExactlyInAnyOrder("success", "failure", "false", "completed");
    }
}
