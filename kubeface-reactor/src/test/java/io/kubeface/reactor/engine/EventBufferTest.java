package io.kubeface.reactor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.JobEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventBufferTest {
    private final EventBuffer buffer = new EventBuffer(3, () -> Instant.EPOCH);

    private static JobEvent event(long number) {
        return new JobEvent.TaskQueued("job", "task", Instant.EPOCH, number);
    }

    private static JobEvent missed(long count) {
        return new JobEvent.Missed(Instant.EPOCH, count);
    }

    private List<JobEvent> all() {
        List<JobEvent> events = new ArrayList<>();
        JobEvent event;
        while ((event = buffer.poll()) != null) {
            events.add(event);
        }
        return events;
    }

    @Test
    void whatDoesNotFitIsCountedAndToldInItsPlace() {
        for (int number = 0; number < 5; number++) {
            buffer.add(event(number));
        }
        assertThat(buffer.poll()).isEqualTo(event(0));
        buffer.add(event(5));
        buffer.add(event(6));
        assertThat(all()).containsExactly(event(1), event(2), missed(2), event(5), missed(1));
        buffer.add(event(7));
        assertThat(all()).containsExactly(event(7));
    }

    @Test
    void aClosedBufferTakesNothingMoreAndEndsWhenItIsEmpty() {
        buffer.add(event(0));
        buffer.close();
        buffer.add(event(1));
        assertThat(buffer.ended()).isFalse();
        assertThat(all()).containsExactly(event(0));
        assertThat(buffer.ended()).isTrue();
    }

    @Test
    void aClearedBufferHoldsNothing() {
        buffer.add(event(0));
        buffer.clear();
        buffer.add(event(1));
        assertThat(buffer.poll()).isNull();
        assertThat(buffer.ended()).isTrue();
    }
}
