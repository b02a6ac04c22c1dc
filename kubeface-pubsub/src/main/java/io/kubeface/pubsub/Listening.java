package io.kubeface.pubsub;

import com.google.api.core.ApiFuture;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.ReceivedMessage;
import io.kubeface.reactor.events.JobHints;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Keeps a client's subscription alive from the first job on until it is closed, and hands what it brings to the jobs.
 * What passes is waited for, what is gone is made again, and after both all jobs are told of a gap; what lasts fails
 * their hints.
 */
final class Listening {
    private static final Logger log = LoggerFactory.getLogger(Listening.class);
    private static final long FIRST_BACKOFF_MILLIS = 100;
    private static final long LONGEST_BACKOFF_MILLIS = 10_000;

    private final BucketRoot root;
    private final JobHints hints;
    private final ClientSubscription subscription;
    private final Scheduler blocking;
    private final Scheduler timer;
    private final Acks acks;
    private Disposable running = Disposables.disposed();
    private boolean closed;

    // These change in one signal after the other, on different threads.
    private volatile boolean made;
    private volatile boolean reconnecting;
    private final AtomicInteger failures = new AtomicInteger();

    Listening(BucketRoot root, JobHints hints, ClientSubscription subscription, Scheduler blocking, Scheduler timer) {
        this.root = root;
        this.hints = hints;
        this.subscription = subscription;
        this.blocking = blocking;
        this.timer = timer;
        this.acks = new Acks(subscription::acknowledge);
    }

    /** Begins, unless it has begun. */
    synchronized void start() {
        if (!closed && running.isDisposed()) {
            Taking taking = new Taking();
            running = taking;
            Flux.defer(this::messages)
                    .retryWhen(Retry.from(trouble -> trouble.concatMap(this::again)))
                    .subscribe(taking);
        }
    }

    /** Ends; completes when the subscription is removed. */
    Mono<Void> close() {
        return Mono.defer(() -> {
            synchronized (this) {
                closed = true;
                running.dispose();
            }
            return onBlocking(subscription::close);
        });
    }

    private Flux<ReceivedMessage> messages() {
        Mono<Void> there = made ? Mono.empty() : onBlocking(this::make);
        return there.thenMany(new PullFlux(this::pull, this::answered, timer));
    }

    private void make() throws IOException {
        subscription.make();
        made = true;
        reconnecting = false;
        hints.gap();
    }

    private ApiFuture<PullResponse> pull(int maxMessages) {
        // Only an answer tells that the service is back, and on a quiet bucket it would not answer for long.
        return subscription.pull(maxMessages, reconnecting);
    }

    private void answered() {
        if (reconnecting) {
            reconnecting = false;
            log.info("Object events of {}: reconnected.", root);
            hints.gap();
        }
        failures.set(0);
    }

    private Publisher<Long> again(Retry.RetrySignal signal) {
        PubSubFailure failure = subscription.explain(signal.failure());
        if (failure.kind() == PubSubFailure.Kind.LASTING || (failure.kind() == PubSubFailure.Kind.GONE && !made)) {
            return Mono.error(failure.exception());
        }
        if (failure.kind() == PubSubFailure.Kind.GONE) {
            made = false;
        }
        reconnecting = true;
        int earlier = failures.getAndIncrement();
        if (earlier == 0) {
            log.warn("Object events of {} are interrupted; trying again.", root, failure.exception());
        }
        return Mono.delay(backoff(earlier, ThreadLocalRandom.current().nextDouble()), timer);
    }

    /** Half of it is chance, so that drivers that were cut off together do not come back together. */
    static Duration backoff(int failures, double chance) {
        long whole = Math.min(LONGEST_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << Math.min(failures, 10));
        return Duration.ofMillis((long) (whole * (1 + chance) / 2));
    }

    /** A call that has begun is let end: what it makes must be known to be removed. */
    private Mono<Void> onBlocking(BlockingCall call) {
        return Mono.create(sink -> {
            try {
                blocking.schedule(() -> {
                    try {
                        call.run();
                        sink.success();
                    } catch (Exception | LinkageError e) {
                        sink.error(e);
                    }
                });
            } catch (RejectedExecutionException e) {
                sink.error(e);
            }
        });
    }

    @FunctionalInterface
    private interface BlockingCall {
        void run() throws Exception;
    }

    /** Hands messages on; nothing here waits, so as many as fit a pull may come at any time. */
    private final class Taking extends BaseSubscriber<ReceivedMessage> {
        @Override
        protected void hookOnSubscribe(Subscription upstream) {
            upstream.request(PullFlux.MOST_MESSAGES);
        }

        @Override
        protected void hookOnNext(ReceivedMessage message) {
            root.result(message.getMessage().getAttributesMap()).ifPresent(hints::written);
            acks.add(message.getAckId());
            request(1);
        }

        @Override
        protected void hookOnError(Throwable failure) {
            made = false;
            hints.fail(failure);
        }
    }
}
