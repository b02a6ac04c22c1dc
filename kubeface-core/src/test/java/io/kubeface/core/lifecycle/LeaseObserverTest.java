package io.kubeface.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseObserverTest {
    private static final Optional<Instant> FIRST = Optional.of(Instant.parse("2026-01-01T00:00:00Z"));
    private static final Optional<Instant> SECOND = Optional.of(Instant.parse("1999-01-01T00:00:00Z"));
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long BEGIN = Long.MAX_VALUE - 5 * SECOND_NANOS;

    private final LeaseObserver observer = new LeaseObserver(Duration.ofSeconds(10));

    @Test
    void aLeaseThatStaysAsItIsForLongerThanTheGraceIsExpiredAtTheSecondLookThatSeesIt() {
        assertThat(observer.expired(FIRST, at(0))).isFalse();
        assertThat(observer.expired(FIRST, at(10))).isFalse();
        assertThat(observer.expired(FIRST, at(11))).isFalse();
        assertThat(observer.expired(FIRST, at(12))).isTrue();
    }

    @Test
    void anyRenewalBeginsTheGraceAnewWhateverItsTime() {
        observer.expired(FIRST, at(0));
        observer.expired(FIRST, at(11));
        assertThat(observer.expired(SECOND, at(12))).isFalse();
        assertThat(observer.expired(SECOND, at(22))).isFalse();
        assertThat(observer.expired(SECOND, at(23))).isFalse();
        assertThat(observer.expired(SECOND, at(24))).isTrue();
    }

    @Test
    void afterAnOutageTheDriverHasTimeToRenewItsLease() {
        observer.expired(FIRST, at(0));
        assertThat(observer.expired(FIRST, at(600)))
                .as("the first look in minutes")
                .isFalse();
        assertThat(observer.expired(SECOND, at(601))).isFalse();
    }

    @Test
    void aLeaseThatIsGoneExpiresAsWell() {
        observer.expired(FIRST, at(0));
        observer.expired(Optional.empty(), at(5));
        observer.expired(Optional.empty(), at(16));
        assertThat(observer.expired(Optional.empty(), at(17))).isTrue();
    }

    /** The origin of nanoTime is anything, and it may overflow. */
    private static long at(long seconds) {
        return BEGIN + seconds * SECOND_NANOS;
    }
}
