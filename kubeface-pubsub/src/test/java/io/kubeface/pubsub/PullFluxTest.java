package io.kubeface.pubsub;

import static io.kubeface.pubsub.FakeSubscription.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.rpc.UnavailableException;
import com.google.pubsub.v1.ReceivedMessage;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

class PullFluxTest {
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final FakeSubscription service = new FakeSubscription();
    private final AtomicInteger answered = new AtomicInteger();
    private final TestSubscriber<ReceivedMessage> subscriber =
            TestSubscriber.builder().initialRequest(0).build();

    private void subscribe() {
        new PullFlux(max -> service.pull(max, false), answered::incrementAndGet, time).subscribe(subscriber);
    }

    private static ReceivedMessage[] messages(int count) {
        ReceivedMessage[] messages = new ReceivedMessage[count];
        for (int i = 0; i < count; i++) {
            messages[i] = message("ack-" + i, "results/job/" + i + ".value");
        }
        return messages;
    }

    @Test
    void nothingIsPulledBeforeItIsRequestedAndNoMoreThanThat() {
        subscribe();
        assertThat(service.pulls).isEmpty();
        subscriber.request(7);
        assertThat(service.pulls).hasSize(1);
        assertThat(service.last().maxMessages()).isEqualTo(7);
        service.answer(messages(3));
        assertThat(subscriber.getReceivedOnNext()).hasSize(3);
        assertThat(service.pulls).hasSize(2);
        assertThat(service.last().maxMessages()).isEqualTo(4);
        service.answer(messages(4));
        assertThat(subscriber.getReceivedOnNext()).hasSize(7);
        assertThat(service.pulls).hasSize(2);
    }

    @Test
    void onePullIsUnderWayWhateverIsRequestedMeanwhile() {
        subscribe();
        subscriber.request(1);
        subscriber.request(5);
        subscriber.request(Long.MAX_VALUE);
        assertThat(service.pulls).hasSize(1);
        service.answer(messages(1));
        assertThat(service.pulls).hasSize(2);
        assertThat(service.last().maxMessages()).isEqualTo(PullFlux.MOST_MESSAGES);
        service.answer(messages(1000));
        assertThat(service.last().maxMessages()).isEqualTo(PullFlux.MOST_MESSAGES);
    }

    @Test
    void aServiceThatGivesMoreThanWasAskedForOverrunsNobody() {
        subscribe();
        subscriber.request(2);
        service.answer(messages(5));
        assertThat(subscriber.getReceivedOnNext()).hasSize(2);
    }

    @Test
    void aPullThatWaitedInVainIsFollowedByTheNextAtOnce() {
        subscribe();
        subscriber.request(1);
        time.advanceTimeBy(Duration.ofSeconds(60));
        service.fail(Status.Code.DEADLINE_EXCEEDED);
        assertThat(service.pulls).hasSize(2);
        assertThat(answered).hasValue(0);
        time.advanceTimeBy(Duration.ofSeconds(60));
        service.answer();
        assertThat(service.pulls).hasSize(3);
        assertThat(answered).hasValue(1);
    }

    @Test
    void aServiceThatDoesNotWaitForMessagesIsNotAskedWithoutEnd() {
        subscribe();
        subscriber.request(1);
        for (int tenth = 0; tenth < 100; tenth++) {
            if (!service.last().answer().isDone()) {
                service.answer();
            }
            time.advanceTimeBy(Duration.ofMillis(100));
        }
        assertThat(service.pulls).hasSizeBetween(10, 25);
        time.advanceTimeBy(Duration.ofSeconds(1));
        service.answer(messages(1));
        subscriber.request(1);
        assertThat(subscriber.getReceivedOnNext()).hasSize(1);
        assertThat(service.last().answer().isDone()).isFalse();
    }

    @Test
    void aPullThatFailsFailsTheFluxAndIsTheLast() {
        subscribe();
        subscriber.request(10);
        service.fail(Status.Code.UNAVAILABLE);
        assertThat(subscriber.expectTerminalError()).isInstanceOf(UnavailableException.class);
        subscriber.request(10);
        assertThat(service.pulls).hasSize(1);
    }

    @Test
    void cancellingCancelsThePullAndBeginsNoOther() {
        subscribe();
        subscriber.request(10);
        subscriber.cancel();
        assertThat(service.last().answer().isCancelled()).isTrue();
        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(service.pulls).hasSize(1);
        assertThat(subscriber.isTerminated()).isFalse();
    }
}
