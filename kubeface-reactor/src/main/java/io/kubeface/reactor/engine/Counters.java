package io.kubeface.reactor.engine;

import io.kubeface.core.task.FailureKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens in a job; each call takes the same short time however large the job is. Belongs to the job's loop,
 * but for {@link #last}.
 */
final class Counters {
    private final Durations queueTime = new Durations();
    private final Durations runTime = new Durations();
    private final Map<Task.Stage, Long> stages = new EnumMap<>(Task.Stage.class);
    private final Map<FailureKind, Long> failed = new EnumMap<>(FailureKind.class);
    private final Map<FailureKind, Long> retried = new EnumMap<>(FailureKind.class);
    private OptionalLong total = OptionalLong.empty();
    private long taken;
    private long emittedInputs;
    private long succeededInputs;
    private long failedInputs;
    private long reusedInputs;
    private long launched;
    private long ended;
    private long killed;
    private long speculative;
    private long won;
    private long savedMillis;
    private long wastedMillis;
    private volatile Counts last = counts();

    /** The numbers as they stood when they were last published; on any thread. */
    Counts last() {
        return last;
    }

    /** From the taking of a task's first input to its first launch; readable on any thread. */
    Durations queueTime() {
        return queueTime;
    }

    /** From the start of an attempt to its result; readable on any thread. */
    Durations runTime() {
        return runTime;
    }

    /** Shows the numbers to other threads. */
    void publish() {
        last = counts();
    }

    /** The numbers that other parts of the job decide by, and so keep. */
    void inputs(OptionalLong ofAll, long takenInputs, long emitted) {
        total = ofAll;
        taken = takenInputs;
        emittedInputs = emitted;
    }

    /** A task has come to another stage; null before its first. */
    void moved(Task.@Nullable Stage from, Task.Stage to) {
        if (from != null) {
            stages.merge(from, -1L, Long::sum);
        }
        stages.merge(to, 1L, Long::sum);
    }

    void reused(int inputs) {
        reusedInputs += inputs;
    }

    /** A reused task is to be run after all. */
    void reopened(Task task) {
        reusedInputs -= task.items;
        succeededInputs -= task.items;
    }

    void launched(boolean races) {
        launched++;
        if (races) {
            speculative++;
        }
    }

    void killed() {
        killed++;
    }

    void ended() {
        ended++;
    }

    void retried(FailureKind kind) {
        retried.merge(kind, 1L, Long::sum);
    }

    /** An attempt has won against others. */
    void raced(Races races) {
        if (races.speculativeWon()) {
            won++;
            savedMillis += races.saved().toMillis();
        }
        wastedMillis += races.wasted().toMillis();
    }

    /** What became of a task is known. */
    void settled(Task task) {
        if (task.hasValue()) {
            succeededInputs += task.items;
        } else {
            failedInputs += task.items;
            kindOf(task).ifPresent(kind -> failed.merge(kind, (long) task.items, Long::sum));
        }
    }

    /**
     * A result was read, and with it more is known than when its task was settled: in a group of which some failed the
     * others did not, and what it is that failed.
     *
     * @param kind what the input failed of; empty when it has a value
     */
    void given(Task task, Optional<FailureKind> kind) {
        boolean countedAsFailed = !task.hasValue();
        if (kind.isEmpty() && countedAsFailed) {
            failedInputs--;
            succeededInputs++;
        } else if (kind.isPresent()) {
            if (!countedAsFailed) {
                succeededInputs--;
                failedInputs++;
            }
            if (kindOf(task).isEmpty()) {
                failed.merge(kind.get(), 1L, Long::sum);
            }
        }
    }

    /** What is left of an ended job neither waits nor runs. */
    void dropOpen() {
        for (Task.Stage stage : Task.Stage.OPEN) {
            Long left = stages.remove(stage);
            if (left != null) {
                stages.merge(Task.Stage.DROPPED, left, Long::sum);
            }
        }
    }

    private Counts counts() {
        return new Counts(
                total,
                taken,
                emittedInputs,
                succeededInputs,
                failedInputs,
                reusedInputs,
                launched,
                ended,
                killed,
                speculative,
                won,
                savedMillis,
                wastedMillis,
                new EnumMap<>(stages),
                new EnumMap<>(failed),
                new EnumMap<>(retried));
    }

    private static Optional<FailureKind> kindOf(Task task) {
        return task.outcome instanceof Task.Outcome.Lost lost
                ? Optional.of(lost.failure().kind())
                : Optional.empty();
    }
}
