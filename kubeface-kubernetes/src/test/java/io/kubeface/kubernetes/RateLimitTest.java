package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void afterABurstTurnsAreEven() {
        RateLimit limit = new RateLimit(20, 3, now::get);

        assertThat(limit.take()).isZero();
        assertThat(limit.take()).isZero();
        assertThat(limit.take()).isZero();
        assertThat(limit.take()).isEqualTo(Duration.ofMillis(50));
        assertThat(limit.take()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void aPauseAllowsAnotherBurstAndNoLonger() {
        RateLimit limit = new RateLimit(20, 2, now::get);
        limit.take();
        limit.take();
        pass(Duration.ofHours(1));

        assertThat(limit.take()).isZero();
        assertThat(limit.take()).isZero();
        assertThat(limit.take()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void whoWantsATurnAtOnceTakesNoneThatIsLater() {
        RateLimit limit = new RateLimit(20, 1, now::get);

        assertThat(limit.takeNow()).isTrue();
        assertThat(limit.takeNow()).isFalse();
        pass(Duration.ofMillis(50));
        assertThat(limit.takeNow()).isTrue();
    }

    @Test
    void withoutALimitEveryTurnIsAtOnce() {
        RateLimit limit = RateLimit.none();
        for (int i = 0; i < 1000; i++) {
            assertThat(limit.take()).isZero();
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
