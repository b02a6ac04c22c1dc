package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void pausesDoubleUpToALimitAndAreHalfByChance() {
        assertThat(pause(1, 0)).contains(Duration.ofMillis(100));
        assertThat(pause(1, 1)).contains(Duration.ofMillis(200));
        assertThat(pause(4, 1)).contains(Duration.ofMillis(1600));
        assertThat(pause(11, 1)).contains(Duration.ofSeconds(20));
    }

    @Test
    void bothTriesAndTimeAreBounded() {
        assertThat(pause(12, 0)).isEmpty();
        assertThat(Backoff.DEFAULT.pause(2, Duration.ofSeconds(119), Duration.ofSeconds(1), 0.5))
                .isEmpty();
    }

    @Test
    void whatTheServerAsksForIsAdded() {
        assertThat(Backoff.DEFAULT.pause(1, Duration.ZERO, Duration.ofSeconds(3), 1))
                .contains(Duration.ofMillis(3200));
    }

    @Test
    void aServersWishHoldsUntilItsTimeIsOverAndTheLongestCounts() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
        RetryAfter retryAfter = new RetryAfter(now::get);

        retryAfter.ask(Duration.ofSeconds(2));
        retryAfter.ask(Duration.ofSeconds(1));

        assertThat(retryAfter.remaining()).isEqualTo(Duration.ofSeconds(2));
        now.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(retryAfter.remaining()).isZero();
    }

    private static Optional<Duration> pause(int failed, double random) {
        return Backoff.DEFAULT.pause(failed, Duration.ZERO, Duration.ZERO, random);
    }
}
