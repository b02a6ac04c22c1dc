package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptionTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void whatWasAddedLastIsDoneFirst() {
        try (Interruption interruption = new Interruption(() -> done.add("tell"))) {
            interruption.first(() -> done.add("discard"));
            interruption.first(() -> done.add("close"));
            assertThat(interruption.happened()).isFalse();

            interruption.end();

            assertThat(interruption.happened()).isTrue();
        }
        assertThat(done).containsExactly("close", "discard", "tell");
    }

    @Test
    void whatFailsDoesNotKeepTheRestFromBeingDone() {
        try (Interruption interruption = new Interruption(() -> done.add("tell"))) {
            interruption.first(() -> done.add("discard"));
            interruption.first(() -> {
                throw new IllegalStateException("stuck");
            });

            assertThatThrownBy(interruption::end).hasMessage("stuck");
        }
        assertThat(done).containsExactly("discard", "tell");
    }

    @Test
    void whatIsAddedTooLateIsDoneAtOnce() {
        try (Interruption interruption = new Interruption(() -> done.add("tell"))) {
            interruption.end();
            interruption.first(() -> done.add("close"));
        }
        assertThat(done).containsExactly("tell", "close");
    }
}
