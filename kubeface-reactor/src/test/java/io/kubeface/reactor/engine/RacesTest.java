package io.kubeface.reactor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.TaskAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RacesTest {
    private final Task task = new Task(TaskName.ofSequence(0), 0, second(0));

    private static Instant second(long second) {
        return Instant.EPOCH.plusSeconds(second);
    }

    private Task.Launch launch(long begin) {
        int number = task.launches.size() + 1;
        JobId job = new JobId("run-20260102-030405-000001");
        TaskAddress address = new TaskAddress("memory:", new ObjectName.Job(job.asKey(), job), task.name, number);
        Task.Launch launch = new Task.Launch(task, number, address, second(begin), new Task.Watcher() {
            @Override
            public void ended(Task.Launch ended) {
                // Nobody waits for it.
            }

            @Override
            public void overdue(Task.Launch overdue) {
                // Nobody waits for it.
            }
        });
        launch.started = second(begin);
        task.launches.add(launch);
        return launch;
    }

    @Test
    void aRerunThatWinsSavesAtLeastWhatTheOtherHasRunLonger() {
        launch(10);
        launch(70);
        task.settled = second(80);
        assertThat(Races.of(task, 2)).isEqualTo(new Races(true, Duration.ofSeconds(60), Duration.ofSeconds(70)));
    }

    @Test
    void aRerunThatLosesIsWasted() {
        launch(10);
        launch(70);
        task.settled = second(80);
        assertThat(Races.of(task, 1)).isEqualTo(new Races(false, Duration.ZERO, Duration.ofSeconds(10)));
    }

    @Test
    void anAttemptThatFollowsALostOneRacedNobody() {
        Task.Launch lost = launch(10);
        lost.ended = second(20);
        lost.failure = FailureReport.of(FailureKind.WORKER_CRASH, "worker", "signal 9");
        launch(20);
        task.settled = second(30);
        assertThat(Races.of(task, 2)).isEqualTo(new Races(false, Duration.ZERO, Duration.ZERO));
    }

    @Test
    void whatRunsOnAfterTheResultIsNotCounted() {
        launch(10).ended = second(100);
        launch(70).ended = second(81);
        task.settled = second(80);
        assertThat(Races.of(task, 2).wasted()).isEqualTo(Duration.ofSeconds(70));
    }

    @Test
    void aResultOfAnAttemptThatIsNotKnownTellsNothing() {
        launch(10);
        task.settled = second(80);
        assertThat(Races.of(task, 7)).isEqualTo(new Races(false, Duration.ZERO, Duration.ZERO));
    }
}
