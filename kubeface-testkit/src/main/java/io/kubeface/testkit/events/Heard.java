package io.kubeface.testkit.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.events.ObjectEvent;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** A subscriber that waits for what it expects. */
final class Heard extends BaseSubscriber<ObjectEvent> {
    private final long firstDemand;
    private final Duration deadline;
    private final BlockingQueue<ObjectEvent> events = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    private Heard(long firstDemand, Duration deadline) {
        this.firstDemand = firstDemand;
        this.deadline = deadline;
    }

    static Heard of(Flux<ObjectEvent> flux, long firstDemand, Duration deadline) {
        Heard heard = new Heard(firstDemand, deadline);
        flux.subscribe(heard);
        return heard;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        if (firstDemand > 0) {
            request(firstDemand);
        }
    }

    @Override
    protected void hookOnNext(ObjectEvent event) {
        events.add(event);
    }

    @Override
    protected void hookOnComplete() {
        ended.countDown();
    }

    @Override
    protected void hookOnError(Throwable throwable) {
        failure = throwable;
        ended.countDown();
    }

    ObjectEvent next() throws InterruptedException {
        ObjectEvent event = events.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(event).as("an event within %s", deadline).isNotNull();
        return event;
    }

    void expectGap() throws InterruptedException {
        assertThat(next()).isEqualTo(new ObjectEvent.Gap());
    }

    /** Takes events up to a hint of this object; what comes before may be gaps, and hints of the others named. */
    void expectWritten(String name, String... alsoAllowed) throws InterruptedException {
        ObjectEvent wanted = new ObjectEvent.Written(name);
        for (ObjectEvent event = next(); !event.equals(wanted); event = next()) {
            if (event instanceof ObjectEvent.Written other) {
                assertThat(alsoAllowed).contains(other.name());
            }
        }
    }

    /** Takes events up to a hint of this object. */
    void skipTo(String name) throws InterruptedException {
        ObjectEvent event = next();
        while (!event.equals(new ObjectEvent.Written(name))) {
            event = next();
        }
    }

    /** What has come by now. */
    int count() {
        return events.size();
    }

    @Nullable
    Throwable end() throws InterruptedException {
        assertThat(ended.await(deadline.toMillis(), TimeUnit.MILLISECONDS))
                .as("an end within %s", deadline)
                .isTrue();
        return failure;
    }
}
