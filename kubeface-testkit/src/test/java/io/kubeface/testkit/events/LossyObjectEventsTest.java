package io.kubeface.testkit.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.JobKey;
import io.kubeface.reactor.events.ObjectEvent;
import io.kubeface.reactor.events.ObjectEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class LossyObjectEventsTest {
    private static final int HINTS = 1000;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @Test
    void hintsAreLostDoubledAndLate() {
        List<ObjectEvent> heard = hear(new HintFaults(0.2, 0.3, 0.5, LONGEST), 1);
        HashSet<ObjectEvent> distinct = new HashSet<>(heard);
        assertThat(distinct).hasSizeBetween(700, 900);
        assertThat(heard.size() - distinct.size()).isBetween(150, 350);
        assertThat(heard)
                .isNotEqualTo(
                        heard.stream().sorted(LossyObjectEventsTest::byName).toList());
    }

    @Test
    void oneSeedIsOneFate() {
        HintFaults faults = new HintFaults(0.2, 0.3, 0.5, LONGEST);
        assertThat(hear(faults, 7)).isEqualTo(hear(faults, 7)).isNotEqualTo(hear(faults, 8));
    }

    @Test
    void allIsLostButTheGap() {
        assertThat(hear(HintFaults.everythingLost(), 1)).containsExactly(new ObjectEvent.Gap());
    }

    @Test
    void withoutFaultsEverythingPasses() {
        assertThat(hear(new HintFaults(0, 0, 0, Duration.ZERO), 1)).hasSize(HINTS + 1);
    }

    private static List<ObjectEvent> hear(HintFaults faults, long seed) {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        List<ObjectEvent> heard = new ArrayList<>();
        new LossyObjectEvents(new Script(), faults, seed, time)
                .results(new JobKey("job"))
                .subscribe(heard::add);
        time.advanceTimeBy(LONGEST);
        return heard;
    }

    private static int byName(ObjectEvent left, ObjectEvent right) {
        return left.toString().compareTo(right.toString());
    }

    private static final class Script implements ObjectEvents {
        @Override
        public Flux<ObjectEvent> results(JobKey key) {
            Flux<ObjectEvent> hints =
                    Flux.range(1000, HINTS).map(i -> new ObjectEvent.Written("results/" + key + "/" + i + ".value"));
            return hints.startWith(new ObjectEvent.Gap());
        }

        @Override
        public Mono<Void> close() {
            return Mono.empty();
        }
    }
}
