package io.kubeface.reactor.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.task.FailureKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerExitsTest {
    private static final Optional<String> LIMIT = Optional.of("512m");

    @Test
    void aWorkerThatTheSystemKilledForItsMemorySaysWhichLimitItWas() {
        Exit exit = exit(state("exited\t137\ttrue\t"), 137);

        assertThat(exit.ifNoResult()).isEqualTo(FailureKind.OUT_OF_MEMORY);
        assertThat(exit.reason()).contains("memory limit of 512m");
    }

    @Test
    void aWorkerThatOutlivedAKilledChildDidNotRunOutOfMemory() {
        assertThat(exit(state("exited\t1\ttrue\t"), 1).ifNoResult()).isEqualTo(FailureKind.WORKER_CRASH);
    }

    @Test
    void aContainerThatWasNeverStartedIsALaunchThatFailed() {
        Exit exit = exit(state("created\t127\tfalse\texec: \"java\": executable file not found in $PATH"), 1);

        assertThat(exit.ifNoResult()).isEqualTo(FailureKind.LAUNCH);
        assertThat(exit.reason()).contains("could not be started").contains("executable file not found");
    }

    @Test
    void theContainersOwnExitCodeCounts() {
        assertThat(ContainerExits.code(state("exited\t14\tfalse\t"), 1)).isEqualTo(14);
        assertThat(ContainerExits.code(state("running\t0\tfalse\t"), 1)).isEqualTo(1);
        assertThat(ContainerExits.code(Optional.empty(), 3)).isEqualTo(3);
    }

    @Test
    void aContainerThatRunsOnWasLeftByTheCommandThatWasAttached() {
        assertThat(exit(state("running\t0\tfalse\t"), 137).reason())
                .contains("attached")
                .contains("signal 9");
    }

    @Test
    void anAnswerThatIsNoneTellsNothing() {
        assertThat(ContainerState.parse("Error: no such object")).isEmpty();
        assertThat(ContainerState.parse("a\tb\tc\td")).isEmpty();
    }

    private static Optional<ContainerState> state(String answer) {
        Optional<ContainerState> state = ContainerState.parse(answer + "\n");
        assertThat(state).isPresent();
        return state;
    }

    private static Exit exit(Optional<ContainerState> state, int attached) {
        Exit read = ExitReasons.of(ContainerExits.code(state, attached), "", false, List.of());
        return ContainerExits.of(read, state, LIMIT);
    }
}
