package io.kubeface.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.JobEvent;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

class KubefaceObservationsTest {
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<Observation.Context> started = new ArrayList<>();
    private final List<Observation.Context> stopped = new ArrayList<>();
    private final List<String> marks = new ArrayList<>();

    @BeforeEach
    void recordAll() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStart(Observation.Context context) {
                started.add(context);
            }

            @Override
            public void onEvent(Observation.Event event, Observation.Context context) {
                marks.add(event.getName());
            }

            @Override
            public void onStop(Observation.Context context) {
                stopped.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    private Consumer<JobEvent.OfJob> begin(Context context) {
        return KubefaceObservations.on(registry).begins(Events.began(), context);
    }

    private static String low(Observation.Context context, String key) {
        KeyValue value = context.getLowCardinalityKeyValue(key);
        return value == null ? "" : value.getValue();
    }

    @Test
    void aJobIsAChildOfTheSubscribersObservationAndAttemptsAreItsChildren() {
        Observation request = Observation.start("request", registry);
        Consumer<JobEvent.OfJob> job = begin(Context.of("micrometer.observation", request));
        Stream.of(
                        Events.launched("a", 1, false),
                        Events.started("a", 1),
                        Events.ended("a", 1),
                        Events.settled("a", true, Optional.empty()),
                        Events.ended(JobEvent.End.COMPLETED, Optional.empty()))
                .forEach(job);
        assertThat(stopped)
                .extracting(Observation.Context::getName)
                .containsExactly("kubeface.attempt", "kubeface.job");
        assertThat(stopped.get(1).getParentObservation()).isSameAs(request);
        assertThat(stopped.get(0).getParentObservation().getContextView()).isSameAs(stopped.get(1));
        assertThat(low(stopped.get(1), "end")).isEqualTo("completed");
        assertThat(low(stopped.get(0), "outcome")).isEqualTo("success");
        assertThat(marks).containsExactly("started");
    }

    @Test
    void anAttemptStopsWhenItHasEndedAndItsOutcomeIsKnownWhateverComesFirst() {
        Consumer<JobEvent.OfJob> job = begin(Context.empty());
        job.accept(Events.launched("a", 1, false));
        job.accept(Events.ended("a", 1));
        assertThat(stopped).isEmpty();
        job.accept(Events.lost("a", 1));
        assertThat(stopped).hasSize(1);
        assertThat(low(stopped.get(0), "outcome")).isEqualTo("worker_crash");
        assertThat(stopped.get(0).getError()).hasMessage("signal 9");
        job.accept(Events.launched("a", 2, false));
        job.accept(Events.launched("a", 3, true));
        job.accept(Events.settled("a", true, Optional.empty()));
        assertThat(stopped).hasSize(1);
        job.accept(Events.ended("a", 3));
        assertThat(low(stopped.get(1), "speculative")).isEqualTo("true");
        job.accept(Events.killed("a", 2));
        job.accept(Events.ended("a", 2));
        assertThat(stopped).hasSize(3);
    }

    @Test
    void anAttemptWhoseFailureIsTriedAgainStopsWithThat() {
        Consumer<JobEvent.OfJob> job = begin(Context.empty());
        job.accept(Events.launched("a", 1, false));
        job.accept(Events.ended("a", 1));
        job.accept(Events.retried("a", 1));
        assertThat(stopped).extracting(context -> low(context, "outcome")).containsExactly("worker_crash");
    }

    @Test
    void whatIsOpenWhenAJobEndsIsStoppedWithIt() {
        Consumer<JobEvent.OfJob> job = begin(Context.empty());
        job.accept(Events.launched("a", 1, false));
        job.accept(Events.launched("b", 1, false));
        job.accept(Events.killed("b", 1));
        job.accept(Events.ended("b", 1));
        IllegalStateException error = new IllegalStateException("the source failed");
        job.accept(Events.ended(JobEvent.End.FAILED, Optional.of(error)));
        assertThat(stopped).extracting(context -> low(context, "outcome")).containsExactly("killed", "dropped", "");
        assertThat(stopped.get(2).getError()).isSameAs(error);
        assertThat(started).hasSize(3);
    }

    @Test
    void namesOfJobsAndTasksAreInNoLowCardinalityKey() {
        Consumer<JobEvent.OfJob> job = begin(Context.empty());
        Stream.of(
                        Events.launched("task-7", 1, false),
                        Events.started("task-7", 1),
                        Events.ended("task-7", 1),
                        Events.settled("task-7", false, Optional.empty()),
                        Events.ended(JobEvent.End.COMPLETED, Optional.empty()))
                .forEach(job);
        assertThat(stopped)
                .flatExtracting(context -> context.getLowCardinalityKeyValues().stream()
                        .map(KeyValue::getValue)
                        .toList())
                .containsExactlyInAnyOrder("failure", "false", "completed");
        assertThat(stopped.get(0).getHighCardinalityKeyValue("kubeface.task").getValue())
                .isEqualTo("task-7");
    }
}
