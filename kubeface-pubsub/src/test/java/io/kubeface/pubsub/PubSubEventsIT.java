package io.kubeface.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.DeleteSubscriptionRequest;
import com.google.pubsub.v1.PubsubMessage;
import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.PermanentStorageException;
import io.kubeface.core.store.PutMode;
import io.kubeface.reactor.events.ObjectEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class PubSubEventsIT {
    private static final JobKey JOB = new JobKey("job-1");
    private static final ObjectEvent GAP = new ObjectEvent.Gap();
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    private final RealParts parts = new RealParts();

    @AfterEach
    void close() {
        parts.close();
    }

    private ObjectEvent written(int task) {
        return new ObjectEvent.Written(name(task));
    }

    private static String name(int task) {
        return new ObjectName.Value(JOB, TaskName.ofSequence(task)).path();
    }

    private void write(int task) {
        try {
            parts.store.put(name(task), PutMode.CREATE, "application/octet-stream", out -> out.write(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSubscriptionIsMadeWithTheFirstJobAndRemovedByClose() {
        PubSubEvents events = parts.events();
        assertThat(parts.configurations()).isEmpty();
        Flux<ObjectEvent> hints = events.results(JOB);
        assertThat(parts.configurations()).isEmpty();
        StepVerifier.create(hints)
                .expectNext(GAP)
                .then(() -> {
                    assertThat(parts.subscriptions())
                            .singleElement()
                            .asString()
                            .contains("/subscriptions/kf-" + parts.id + "-");
                    write(1);
                })
                .expectNext(written(1))
                .then(() -> events.close().block(DEADLINE))
                .expectComplete()
                .verify(DEADLINE);
        assertThat(parts.subscriptions()).isEmpty();
    }

    @Test
    void aCloseThatComesWhileTheSubscriptionIsBeingMadeLeavesNone() throws Exception {
        PubSubEvents events = parts.events();
        CountDownLatch ended = new CountDownLatch(1);
        events.results(JOB).doFinally(signal -> ended.countDown()).subscribe();
        events.close().block(DEADLINE);
        ended.await();
        // With the topic there, the answer is about subscriptions.
        PubSubEvents other = parts.events();
        StepVerifier.create(other.results(JOB)).expectNext(GAP).thenCancel().verify(DEADLINE);
        assertThat(parts.subscriptions()).hasSize(1);
        other.close().block(DEADLINE);
        assertThat(parts.subscriptions()).isEmpty();
    }

    @Test
    void aSubscriptionThatIsTakenForAbandonedIsRemovedAndItsClientMakesAnother() throws Exception {
        PubSubEvents events =
                parts.options().pullDeadline(Duration.ofSeconds(3)).create(parts.environment());
        StepVerifier.create(events.results(JOB))
                .expectNext(GAP)
                .then(() -> {
                    List<String> own = parts.subscriptions();
                    assertThat(removed(Leases.GRACE)).isEmpty();
                    assertThat(parts.subscriptions()).isEqualTo(own);
                    // As if so much time had passed.
                    assertThat(removed(Leases.GRACE.negated())).isEqualTo(own);
                })
                .expectNext(GAP)
                .then(() -> write(1))
                .expectNext(written(1))
                .thenCancel()
                .verify(DEADLINE);
        events.close().block(DEADLINE);
        assertThat(parts.subscriptions()).isEmpty();
        assertThat(parts.store.list(SubscriptionLease.PREFIX, null, 1).objects())
                .isEmpty();
    }

    private List<String> removed(Duration grace) {
        try {
            return AbandonedSubscriptions.remove(parts.store, grace, false);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void twoClientsThatStartTogetherShareOneConfigurationAndBothHear() {
        PubSubEvents one = parts.events();
        PubSubEvents two = parts.events();
        StepVerifier.create(Flux.zip(one.results(JOB), two.results(JOB)).map(pair -> pair.getT1() + " " + pair.getT2()))
                .expectNext(GAP + " " + GAP)
                .then(() -> write(1))
                .expectNext(written(1) + " " + written(1))
                .thenCancel()
                .verify(DEADLINE);
        assertThat(parts.configurations()).hasSize(1);
        assertThat(parts.subscriptions()).hasSize(2);
        one.close().block(DEADLINE);
        two.close().block(DEADLINE);
    }

    @Test
    void whatIsNotAResultOfThisBucketIsNotToldOf() {
        PubSubEvents events = parts.events();
        StepVerifier.create(events.results(JOB))
                .expectNext(GAP)
                .then(() -> {
                    String object = "root/" + name(1);
                    // The emulator passes on what a filter would keep back.
                    parts.publish(attributes("OBJECT_FINALIZE", "another-bucket", object));
                    parts.publish(attributes("OBJECT_DELETE", parts.bucket, object));
                    parts.publish(attributes("OBJECT_FINALIZE", parts.bucket, "elsewhere/" + name(1)));
                    write(2);
                })
                .expectNext(written(2))
                .thenCancel()
                .verify(DEADLINE);
        events.close().block(DEADLINE);
    }

    @Test
    void aSubscriptionThatSomebodyRemovedIsMadeAgain() {
        PubSubEvents events =
                parts.options().pullDeadline(Duration.ofSeconds(3)).create(parts.environment());
        StepVerifier.create(events.results(JOB))
                .expectNext(GAP)
                .then(() -> parts.subscriptions().forEach(this::remove))
                .expectNext(GAP)
                .then(() -> write(1))
                .expectNext(written(1))
                .thenCancel()
                .verify(DEADLINE);
        events.close().block(DEADLINE);
        assertThat(parts.subscriptions()).isEmpty();
    }

    @Test
    void afterAMinuteOfSilenceAMessageStillComesAtOnce() {
        PubSubEvents events = parts.events();
        AtomicLong begin = new AtomicLong();
        StepVerifier.create(events.results(JOB))
                .expectNext(GAP)
                .thenAwait(Duration.ofSeconds(65))
                .then(() -> {
                    begin.set(System.nanoTime());
                    write(1);
                })
                .expectNext(written(1))
                .then(() -> assertThat(System.nanoTime() - begin.get()).isLessThan(TimeUnit.SECONDS.toNanos(10)))
                .thenCancel()
                .verify(DEADLINE);
        events.close().block(DEADLINE);
    }

    @Test
    void theTopicIsThatOfTheBucketsOwnConfiguration() {
        PubSubEvents first = parts.events();
        StepVerifier.create(first.results(JOB)).expectNext(GAP).thenCancel().verify(DEADLINE);
        first.close().block(DEADLINE);
        PubSubEvents second = PubSubEvents.builder().endpoints(parts.endpoints).create(parts.environment());
        StepVerifier.create(second.results(JOB))
                .expectNext(GAP)
                .then(() -> assertThat(parts.subscriptions()).hasSize(1))
                .thenCancel()
                .verify(DEADLINE);
        assertThat(parts.configurations()).hasSize(1);
        second.close().block(DEADLINE);
    }

    @Test
    void aBucketThatIsNotThereFailsTheHints() {
        parts.storage().delete(parts.bucket);
        PubSubEvents events = parts.events();
        StepVerifier.create(events.results(JOB))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(PermanentStorageException.class)
                        .hasMessageContaining(parts.bucket))
                .verify(DEADLINE);
        events.close().block(DEADLINE);
    }

    private void remove(String subscription) {
        parts.clients
                .subscriptions()
                .deleteSubscriptionCallable()
                .call(DeleteSubscriptionRequest.newBuilder()
                        .setSubscription(subscription)
                        .build());
    }

    private static PubsubMessage attributes(String event, String bucket, String object) {
        return PubsubMessage.newBuilder()
                .putAttributes("eventType", event)
                .putAttributes("bucketId", bucket)
                .putAttributes("objectId", object)
                .build();
    }
}
