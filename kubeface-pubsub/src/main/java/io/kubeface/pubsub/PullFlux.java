package io.kubeface.pubsub;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutureCallback;
import com.google.api.core.ApiFutures;
import com.google.api.gax.rpc.DeadlineExceededException;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.ReceivedMessage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * The messages of a Pub/Sub subscription by unary pulls. While there is demand exactly one pull is under way, for as
 * many messages as are asked for and not one more; no thread waits for it. A pull that ends with nothing is followed by
 * the next. It never completes; it fails with what a pull fails with. Cancelling cancels the pull.
 */
final class PullFlux extends Flux<ReceivedMessage> {
    /** What one pull may bring. */
    static final int MOST_MESSAGES = 1000;

    /** An answer that brings nothing sooner than this after its question was not waited for by the service. */
    private static final long QUICK_MILLIS = 500;

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final Pull pull;
    private final Runnable answered;
    private final Scheduler timer;

    /** Makes one pull. */
    @FunctionalInterface
    interface Pull {
        ApiFuture<PullResponse> start(int maxMessages);
    }

    /**
     * @param answered called before the messages of each answer are given
     * @param timer for the pauses that keep a service which answers at once from being asked without end
     */
    PullFlux(Pull pull, Runnable answered, Scheduler timer) {
        this.pull = pull;
        this.answered = answered;
        this.timer = timer;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ReceivedMessage> subscriber) {
        subscriber.onSubscribe(new Pulling(subscriber));
    }

    private static long without(long demand, long given) {
        return demand == Long.MAX_VALUE ? demand : demand - given;
    }

    /** How a pull ended: with one of both. */
    private record End(
            @Nullable PullResponse answer, @Nullable Throwable failure) {}

    private final class Pulling implements Subscription {
        private final CoreSubscriber<? super ReceivedMessage> subscriber;
        private final AtomicLong requested = new AtomicLong();
        private final AtomicReference<@Nullable End> ended = new AtomicReference<>();
        private final AtomicInteger changes = new AtomicInteger();
        private volatile boolean cancelled;
        private volatile boolean pausing;

        // The rest belongs to whoever drains.
        private @Nullable ApiFuture<PullResponse> current;
        private long begun;
        private long pauseMillis = FIRST_PAUSE_MILLIS;
        private boolean failed;

        Pulling(CoreSubscriber<? super ReceivedMessage> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                requested.accumulateAndGet(n, Operators::addCap);
                drain();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            drain();
        }

        private void drain() {
            if (changes.getAndIncrement() != 0) {
                return;
            }
            int seen = 1;
            do {
                advance();
                seen = changes.addAndGet(-seen);
            } while (seen != 0);
        }

        private void advance() {
            End end = ended.getAndSet(null);
            if (end != null && !failed && !cancelled) {
                current = null;
                take(end);
            }
            if (cancelled) {
                if (current != null) {
                    current.cancel(true);
                    current = null;
                }
                return;
            }
            if (current == null && !failed && !pausing && requested.get() > 0) {
                begin();
            }
        }

        private void begin() {
            begun = timer.now(TimeUnit.MILLISECONDS);
            ApiFuture<PullResponse> started;
            try {
                started = pull.start((int) Math.min(requested.get(), MOST_MESSAGES));
            } catch (RuntimeException e) {
                started = ApiFutures.immediateFailedFuture(e);
            }
            current = started;
            ApiFutures.addCallback(
                    started,
                    new ApiFutureCallback<>() {
                        @Override
                        public void onSuccess(PullResponse answer) {
                            ended.set(new End(answer, null));
                            drain();
                        }

                        @Override
                        public void onFailure(Throwable failure) {
                            ended.set(new End(null, failure));
                            drain();
                        }
                    },
                    Runnable::run);
        }

        private void take(End end) {
            PullResponse answer = end.answer();
            if (answer == null) {
                Throwable failure = end.failure();
                if (!(failure instanceof DeadlineExceededException) && failure != null) {
                    failed = true;
                    subscriber.onError(failure);
                }
                return;
            }
            answered.run();
            long given = 0;
            long demand = requested.get();
            for (ReceivedMessage message : answer.getReceivedMessagesList()) {
                // More than was asked for would be given again after its deadline, as it is not acknowledged.
                if (cancelled || given == demand) {
                    break;
                }
                given++;
                subscriber.onNext(message);
            }
            requested.accumulateAndGet(given, PullFlux::without);
            if (given > 0) {
                pauseMillis = FIRST_PAUSE_MILLIS;
            } else if (timer.now(TimeUnit.MILLISECONDS) - begun < QUICK_MILLIS) {
                pause();
            }
        }

        private void pause() {
            pausing = true;
            long pause = pauseMillis;
            pauseMillis = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            timer.schedule(
                    () -> {
                        pausing = false;
                        drain();
                    },
                    pause,
                    TimeUnit.MILLISECONDS);
        }
    }
}
