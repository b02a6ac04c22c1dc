package io.kubeface.pubsub;

import static io.kubeface.pubsub.FakeSubscription.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.store.PermanentStorageException;
import io.kubeface.core.store.TransientStorageException;
import io.kubeface.reactor.events.JobHints;
import io.kubeface.reactor.events.ObjectEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

class ListeningTest {
    private static final JobKey JOB = new JobKey("job-1");
    private static final JobKey OTHER_JOB = new JobKey("job-2");
    private static final ObjectEvent GAP = new ObjectEvent.Gap();

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final FakeSubscription service = new FakeSubscription();
    private final JobHints hints = new JobHints();
    private final Listening listening = new Listening(BucketRoot.of("gs://data/root"), hints, service, time, time);

    private TestSubscriber<ObjectEvent> listen(JobKey job) {
        TestSubscriber<ObjectEvent> subscriber = TestSubscriber.create();
        hints.results(job, listening::start).subscribe(subscriber);
        time.advanceTimeBy(Duration.ZERO);
        return subscriber;
    }

    private void pass(Duration duration) {
        time.advanceTimeBy(duration);
    }

    private static ObjectEvent written(JobKey job, int task) {
        return new ObjectEvent.Written("results/" + job + "/" + task + ".value");
    }

    private static com.google.pubsub.v1.ReceivedMessage told(JobKey job, int task) {
        return message("ack-" + job + "-" + task, "root/results/" + job + "/" + task + ".value");
    }

    @Test
    void theSubscriptionIsThereBeforeTheGapAndServesAllJobs() {
        assertThat(service.made).isZero();
        TestSubscriber<ObjectEvent> job = listen(JOB);
        assertThat(job.getReceivedOnNext()).containsExactly(GAP);
        TestSubscriber<ObjectEvent> other = listen(OTHER_JOB);
        assertThat(other.getReceivedOnNext()).containsExactly(GAP);
        assertThat(service.made).isEqualTo(1);
        assertThat(service.pulls).hasSize(1);
        service.answer(told(JOB, 1), told(OTHER_JOB, 2), told(new JobKey("nobody"), 3));
        assertThat(job.getReceivedOnNext()).containsExactly(GAP, written(JOB, 1));
        assertThat(other.getReceivedOnNext()).containsExactly(GAP, written(OTHER_JOB, 2));
        assertThat(service.pulls).hasSize(2);
        assertThat(service.acknowledged.stream().flatMap(java.util.List::stream))
                .containsExactly("ack-job-1-1", "ack-job-2-2", "ack-nobody-3");
    }

    @Test
    void whatPassesIsWaitedForAndFollowedByAGapWhenTheServiceAnswersAgain() {
        TestSubscriber<ObjectEvent> job = listen(JOB);
        for (int failure = 0; failure < 5; failure++) {
            int before = service.pulls.size();
            service.fail(Status.Code.UNAVAILABLE);
            assertThat(service.pulls).hasSize(before);
            pass(Duration.ofSeconds(10));
            assertThat(service.pulls).hasSize(before + 1);
            assertThat(service.last().atOnce()).isTrue();
        }
        assertThat(job.getReceivedOnNext()).containsExactly(GAP);
        service.answer();
        assertThat(job.getReceivedOnNext()).containsExactly(GAP, GAP);
        pass(Duration.ofSeconds(1));
        assertThat(service.last().atOnce()).isFalse();
        assertThat(service.made).isEqualTo(1);
        assertThat(job.isTerminated()).isFalse();
    }

    @Test
    void aSubscriptionThatIsGoneIsMadeAgainAndFollowedByAGap() {
        TestSubscriber<ObjectEvent> job = listen(JOB);
        service.fail(Status.Code.NOT_FOUND);
        pass(Duration.ofSeconds(1));
        assertThat(service.made).isEqualTo(2);
        assertThat(job.getReceivedOnNext()).containsExactly(GAP, GAP);
        assertThat(service.last().atOnce()).isFalse();
        service.answer(told(JOB, 7));
        assertThat(job.getReceivedOnNext()).containsExactly(GAP, GAP, written(JOB, 7));
    }

    @Test
    void aMissingRightFailsTheHintsWithItsNameAndTheNextJobTriesAgain() {
        TestSubscriber<ObjectEvent> job = listen(JOB);
        service.fail(Status.Code.PERMISSION_DENIED);
        assertThat(job.expectTerminalError())
                .isInstanceOf(PermanentStorageException.class)
                .hasMessageContaining("pubsub.subscriptions.consume");
        TestSubscriber<ObjectEvent> next = listen(OTHER_JOB);
        assertThat(next.getReceivedOnNext()).containsExactly(GAP);
        assertThat(service.made).isEqualTo(2);
    }

    @Test
    void asLongAsTheSubscriptionCannotBeMadeNothingIsTold() {
        service.failuresToMake.add(new TransientStorageException("busy", null));
        service.failuresToMake.add(new TransientStorageException("busy", null));
        TestSubscriber<ObjectEvent> job = listen(JOB);
        assertThat(job.getReceivedOnNext()).isEmpty();
        pass(Duration.ofSeconds(5));
        assertThat(job.getReceivedOnNext()).containsExactly(GAP);
        assertThat(service.made).isEqualTo(1);
    }

    @Test
    void aSubscriptionThatCanNeverBeMadeFailsTheHints() {
        service.failuresToMake.add(new PermanentStorageException("no right", null));
        assertThat(listen(JOB).expectTerminalError()).hasMessage("no right");
        assertThat(service.pulls).isEmpty();
    }

    @Test
    void closingEndsTheJobsCancelsThePullAndRemovesTheSubscription() {
        TestSubscriber<ObjectEvent> job = listen(JOB);
        PubSubEvents events = new PubSubEvents(hints, listening);
        events.close().subscribe();
        events.close().subscribe();
        pass(Duration.ZERO);
        assertThat(job.isTerminatedComplete()).isTrue();
        assertThat(service.last().answer().isCancelled()).isTrue();
        assertThat(service.closed).isEqualTo(1);
        pass(Duration.ofMinutes(1));
        assertThat(service.made).isEqualTo(1);
        assertThat(service.pulls).hasSize(1);
        assertThat(listen(OTHER_JOB).expectTerminalError()).hasMessageContaining("closed");
    }

    @Test
    void closingWhileTheSubscriptionIsBeingMadeRemovesItAndPullsNothing() {
        Mono<Void> closing = new PubSubEvents(hints, listening).close();
        service.duringMake = closing::subscribe;
        TestSubscriber<ObjectEvent> job = listen(JOB);
        pass(Duration.ofMinutes(1));
        assertThat(service.made).isEqualTo(1);
        assertThat(service.closed).isEqualTo(1);
        assertThat(service.pulls).isEmpty();
        assertThat(job.isTerminatedComplete()).isTrue();
    }

    @Test
    void pausesGrowAndAreHalfChance() {
        assertThat(Listening.backoff(0, 0)).isEqualTo(Duration.ofMillis(50));
        assertThat(Listening.backoff(0, 1)).isEqualTo(Duration.ofMillis(100));
        assertThat(Listening.backoff(3, 1)).isEqualTo(Duration.ofMillis(800));
        assertThat(Listening.backoff(60, 0)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Listening.backoff(Integer.MAX_VALUE, 1)).isEqualTo(Duration.ofSeconds(10));
    }
}
