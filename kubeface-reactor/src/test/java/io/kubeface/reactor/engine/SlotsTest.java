package io.kubeface.reactor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final Slots slots = new Slots(2);
    private final List<String> granted = new ArrayList<>();

    @Test
    void theFirstOnesGetASlotAtOnceAndTheOthersInTheirOrder() {
        for (String name : List.of("a", "b", "c", "d")) {
            slots.acquire(() -> granted.add(name));
        }
        assertThat(granted).containsExactly("a", "b");
        slots.release();
        slots.release();
        assertThat(granted).containsExactly("a", "b", "c", "d");
    }

    @Test
    void whoWithdrawsGetsNoneAndTheNextOneDoes() {
        slots.acquire(() -> granted.add("a"));
        slots.acquire(() -> granted.add("b"));
        Runnable withdrawn = () -> granted.add("c");
        slots.acquire(withdrawn);
        slots.acquire(() -> granted.add("d"));
        assertThat(slots.withdraw(withdrawn)).isTrue();
        slots.release();
        assertThat(granted).containsExactly("a", "b", "d");
    }

    @Test
    void whoHasASlotCannotWithdraw() {
        Runnable first = () -> granted.add("a");
        slots.acquire(first);
        assertThat(slots.withdraw(first)).isFalse();
    }
}
