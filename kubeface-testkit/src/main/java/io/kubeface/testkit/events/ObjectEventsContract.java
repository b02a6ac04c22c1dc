package io.kubeface.testkit.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.reactor.events.ObjectEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of every source of {@link ObjectEvents} that tells at all. */
public interface ObjectEventsContract {
    JobKey JOB = new JobKey("contract-job");
    JobKey OTHER_JOB = new JobKey("contract-job-2");

    /** The source to be tested; the same one throughout a test, which may close it. */
    ObjectEvents events();

    /** The store that it tells of. */
    ObjectStore store();

    /** How long to wait for what must come. */
    default Duration deadline() {
        return Duration.ofSeconds(30);
    }

    @Test
    default void aSubscriptionBeginsWithAGap() throws Exception {
        try (Listening job = listen(JOB)) {
            job.heard().expectGap();
        }
    }

    @Test
    default void aValueAndAFailureAreToldOf() throws Exception {
        try (Listening job = listen(JOB)) {
            job.heard().expectGap();
            job.heard().expectWritten(write(JOB, 1));
            String failure = new ObjectName.Failure(JOB, TaskName.ofSequence(2), 3).path();
            store().put(failure, PutMode.CREATE, "application/octet-stream", out -> out.write(1));
            job.heard().expectWritten(failure);
        }
    }

    @Test
    default void whatIsToldOfCanBeRead() throws Exception {
        try (Listening job = listen(JOB)) {
            job.heard().expectGap();
            String name = write(JOB, 1);
            job.heard().expectWritten(name);
            assertThat(store().stat(name)).isPresent();
        }
    }

    @Test
    default void otherObjectsAreNotToldOf() throws Exception {
        try (Listening job = listen(JOB)) {
            job.heard().expectGap();
            write(OTHER_JOB, 1);
            store().put("inputs/" + JOB + "/1", PutMode.CREATE, "application/octet-stream", out -> {});
            job.heard().expectWritten(write(JOB, 2));
        }
    }

    @Test
    default void jobsAreToldApart() throws Exception {
        try (Listening job = listen(JOB);
                Listening other = listen(OTHER_JOB)) {
            job.heard().expectGap();
            other.heard().expectGap();
            String first = write(JOB, 1);
            String second = write(OTHER_JOB, 1);
            job.heard().expectWritten(first);
            other.heard().expectWritten(second);
        }
    }

    @Test
    default void twoSubscribersOfOneJobBothHear() throws Exception {
        try (Listening first = listen(JOB);
                Listening second = listen(JOB)) {
            first.heard().expectGap();
            second.heard().expectGap();
            String one = write(JOB, 1);
            first.heard().expectWritten(one);
            second.heard().expectWritten(one);
            first.heard().cancel();
            String two = write(JOB, 2);
            second.heard().expectWritten(two, one);
        }
    }

    @Test
    default void aJobWhoseLastResultWasDeletedIsStillHeard() throws Exception {
        try (Listening job = listen(JOB)) {
            job.heard().expectGap();
            for (int task = 0; task < 20; task++) {
                String name = write(JOB, task);
                job.heard().expectWritten(name);
                store().delete(List.of(name));
            }
        }
    }

    @Test
    default void aCancelledSubscriberHearsNothingMoreAndAnotherMaySubscribe() throws Exception {
        Listening cancelled = listen(JOB);
        cancelled.heard().expectGap();
        cancelled.heard().cancel();
        try (Listening job = listen(JOB)) {
            job.heard().expectGap();
            job.heard().expectWritten(write(JOB, 1));
        }
        assertThat(cancelled.heard().count()).isZero();
    }

    @Test
    default void nothingComesBeforeItIsRequested() throws Exception {
        try (Listening eager = listen(JOB);
                Listening slow = listen(JOB, 0)) {
            eager.heard().expectGap();
            eager.heard().expectWritten(write(JOB, 1));
            assertThat(slow.heard().count()).isZero();
            slow.heard().request(1);
            slow.heard().expectGap();
            assertThat(slow.heard().count()).isZero();
        }
    }

    @Test
    default void aSubscriberFarBehindIsToldOfAGap() throws Exception {
        int written = 5000;
        try (Listening eager = listen(JOB);
                Listening slow = listen(JOB, 1)) {
            eager.heard().expectGap();
            slow.heard().expectGap();
            for (int task = 0; task < written; task++) {
                String name = write(JOB, task);
                if (task % 100 == 99) {
                    // Not faster than a source that keeps up.
                    eager.heard().skipTo(name);
                }
            }
            slow.heard().request(Long.MAX_VALUE);
            slow.heard().expectGap();
            assertThat(slow.heard().count()).isLessThan(written);
        }
    }

    @Test
    default void closeEndsEverySubscription() throws Exception {
        Listening job = listen(JOB);
        job.heard().expectGap();
        events().close().block(deadline());
        events().close().block(deadline());
        assertThat(job.heard().end()).isNull();
    }

    @Test
    default void nobodySubscribesToAClosedSource() throws Exception {
        events().close().block(deadline());
        assertThat(listen(JOB).heard().end())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private Listening listen(JobKey key) {
        return listen(key, Long.MAX_VALUE);
    }

    private Listening listen(JobKey key, long firstDemand) {
        return new Listening(Heard.of(events().results(key), firstDemand, deadline()));
    }

    private String write(JobKey key, int task) throws IOException {
        String name = new ObjectName.Value(key, TaskName.ofSequence(task)).path();
        store().put(name, PutMode.CREATE, "application/octet-stream", out -> out.write(1));
        return name;
    }
}
