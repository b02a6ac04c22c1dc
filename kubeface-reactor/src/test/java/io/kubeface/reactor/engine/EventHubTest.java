package io.kubeface.reactor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.PublisherRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.PublisherVerification;
import reactor.core.CoreSubscriber;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.util.RaceTestUtils;

/** Events for their subscribers, told by a thread that knows nothing of those that ask, cancel and come. */
@Timeout(120)
class EventHubTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int EVENTS = 200;
    private static final int ROUNDS = 10_000;
    private static final EngineSchedulers SCHEDULERS = EngineSchedulers.create();
    private static final Scheduler TELLING = Schedulers.newSingle("telling", true);

    private final EventHub hub = new EventHub(SCHEDULERS);

    @AfterAll
    static void dispose() {
        SCHEDULERS.dispose();
        TELLING.dispose();
    }

    private static JobEvent event(long number) {
        return new JobEvent.TaskQueued("job", "task", Instant.EPOCH, number);
    }

    private static List<JobEvent> events(int from, int to) {
        return LongStream.range(from, to).mapToObj(EventHubTest::event).toList();
    }

    private static void tell(EventHub hub, long events) {
        LongStream.range(0, events).forEach(number -> hub.tell(event(number)));
    }

    /** A hub for each subscriber as the kit's publisher, which tells at once and closes. */
    public static final class Verification extends PublisherVerification<JobEvent> {
        Verification() {
            super(PublisherRules.environment());
        }

        @Override
        public Publisher<JobEvent> createPublisher(long elements) {
            return subscriber -> {
                EventHub hub = new EventHub(SCHEDULERS);
                hub.events().subscribe(subscriber);
                TELLING.schedule(() -> {
                    tell(hub, elements);
                    hub.close();
                });
            };
        }

        @Override
        public Publisher<JobEvent> createFailedPublisher() {
            // Events never fail.
            return null;
        }

        @Override
        public long maxElementsFromPublisher() {
            return EventHub.CAPACITY;
        }
    }

    @TestFactory
    Stream<DynamicTest> theRulesOfReactiveStreamsHold() {
        return PublisherRules.tests(Verification::new);
    }

    /** Takes events, and notes what must not be: two signals at once, or any after the last. */
    private static final class Listener implements CoreSubscriber<JobEvent> {
        final Queue<JobEvent> heard = new ConcurrentLinkedQueue<>();
        final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        final AtomicInteger completions = new AtomicInteger();
        final CountDownLatch completed = new CountDownLatch(1);
        private final AtomicInteger inside = new AtomicInteger();
        private final long first;
        private volatile Subscription subscription;

        /** Asks for so many at once. */
        Listener(long first) {
            this.first = first;
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            if (first > 0) {
                given.request(first);
            }
        }

        @Override
        public void onNext(JobEvent event) {
            signal("an event", () -> heard.add(event));
        }

        @Override
        public void onError(Throwable error) {
            wrong.add(error.toString());
        }

        @Override
        public void onComplete() {
            signal("completion", completions::incrementAndGet);
            completed.countDown();
        }

        private void signal(String what, Runnable taking) {
            if (inside.getAndIncrement() != 0) {
                wrong.add(what + " during another signal");
            }
            if (completions.get() > 0) {
                wrong.add(what + " after completion");
            }
            taking.run();
            inside.decrementAndGet();
        }

        List<JobEvent> all() throws InterruptedException {
            assertThat(completed.await(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .as("completion after %s events", heard.size())
                    .isTrue();
            assertThat(wrong).isEmpty();
            return List.copyOf(heard);
        }
    }

    private Listener listen(long first) {
        Listener listener = new Listener(first);
        hub.events().subscribe(listener);
        return listener;
    }

    @Test
    void whatIsToldWhileASubscriberComesIsHeardFromSomePointOnAndWithoutAGap() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            EventHub racing = new EventHub(SCHEDULERS);
            Listener late = new Listener(Long.MAX_VALUE);
            RaceTestUtils.race(() -> tell(racing, EVENTS), () -> racing.events().subscribe(late));
            racing.close();
            List<JobEvent> heard = late.all();
            assertThat(heard).isEqualTo(events(EVENTS - heard.size(), EVENTS));
        }
    }

    @Test
    void whatIsAskedForWhileEventsAreToldIsHeardOnceAndInOrder() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            EventHub racing = new EventHub(SCHEDULERS);
            Listener asking = new Listener(0);
            racing.events().subscribe(asking);
            RaceTestUtils.race(
                    () -> tell(racing, EVENTS),
                    () -> IntStream.range(0, EVENTS).forEach(one -> asking.subscription.request(1)),
                    racing::close);
            List<JobEvent> heard = asking.all();
            assertThat(heard).isEqualTo(events(0, heard.size()));
        }
    }

    @Test
    void ofACancelledSubscriberNothingIsLeftAndItIsNotToldOfAnEnd() {
        for (int round = 0; round < ROUNDS; round++) {
            EventHub racing = new EventHub(SCHEDULERS);
            Listener leaving = new Listener(Long.MAX_VALUE);
            racing.events().subscribe(leaving);
            RaceTestUtils.race(() -> tell(racing, EVENTS), () -> leaving.subscription.cancel());
            assertThat(racing.subscribers()).isZero();
            assertThat(leaving.wrong).isEmpty();
            assertThat(leaving.completions).hasValue(0);
            // Copied once: an event that was on its way when it cancelled may still come.
            List<JobEvent> heard = List.copyOf(leaving.heard);
            assertThat(heard).isEqualTo(events(0, heard.size()));
        }
    }

    @Test
    void whoComesWhileTheClientIsClosedHearsTheEndToo() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            EventHub racing = new EventHub(SCHEDULERS);
            Listener late = new Listener(1);
            RaceTestUtils.race(() -> racing.events().subscribe(late), racing::close);
            assertThat(late.all()).isEmpty();
            assertThat(racing.subscribers()).isZero();
        }
    }

    /** Those who do not listen, do not ask, or have gone hold up neither who tells nor who listens. */
    @Test
    void oneThatBlocksHoldsUpNobody() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CoreSubscriber<JobEvent> blocking = new CoreSubscriber<>() {
            @Override
            public void onSubscribe(Subscription given) {
                given.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(JobEvent event) {
                entered.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void onError(Throwable error) {
                // None comes.
            }

            @Override
            public void onComplete() {
                // Nobody waits for it.
            }
        };
        hub.events().subscribe(blocking);
        listen(0);
        listen(1).subscription.cancel();
        Listener listening = listen(Long.MAX_VALUE);
        hub.tell(event(0));
        assertThat(entered.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        LongStream.range(1, EVENTS).forEach(number -> hub.tell(event(number)));
        hub.close();
        assertThat(listening.all()).isEqualTo(events(0, EVENTS));
        goOn.countDown();
    }
}
