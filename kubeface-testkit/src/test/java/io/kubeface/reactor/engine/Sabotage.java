package io.kubeface.reactor.engine;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.reactor.Reuse;
import io.kubeface.reactor.Speculation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.bytebuddy.asm.Advice;
import reactor.core.publisher.Mono;

/**
 * What deliberate bugs put into methods of the engine. It lies in the engine's package, as it becomes part of its
 * classes. Assigning a parameter is how Byte Buddy's advice changes an argument, a field or what is returned.
 */
@SuppressWarnings({"ParameterName", "UnusedVariable", "unused"})
public final class Sabotage {
    private Sabotage() {}

    /** Nothing is done. */
    public static final class Nothing {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return true;
        }
    }

    /** It is always so. */
    public static final class Always {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean answer) {
            answer = true;
        }
    }

    /** It is never so. */
    public static final class Never {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean answer) {
            answer = false;
        }
    }

    /** A slot that is given back becomes two. */
    public static final class OneMoreFree {
        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue(value = "free", readOnly = false) int free) {
            free++;
        }
    }

    /** There is none. */
    public static final class NoneListed {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Mono<?> answer) {
            answer = Mono.just(List.of());
        }
    }

    /** However many tasks are open, it is as if none was. */
    public static final class NoneOpen {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) int open) {
            open = 0;
        }
    }

    /** However little is asked for, it is as if all was. */
    public static final class AllAskedFor {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) long demand) {
            demand = Long.MAX_VALUE;
        }
    }

    /** No more tasks are open than may run, those included that only wait to be emitted. */
    public static final class NoMoreThanMayRun {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue("maxSimultaneousTasks") int most,
                @Advice.Argument(1) int open,
                @Advice.Return(readOnly = false) int tasks) {
            tasks = Math.max(0, Math.min(tasks, most - open));
        }
    }

    /** An ordered job is run as an unordered one. */
    public static final class Unordered {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) boolean ordered) {
            ordered = false;
        }
    }

    /** All that have ended by the end of a look count as if they had by its beginning. */
    public static final class EndedByNow {
        @Advice.OnMethodEnter
        static void enter(
                @Advice.Argument(0) Task task,
                @Advice.Argument(value = 2, readOnly = false) List<Task.Launch> endedBefore) {
            endedBefore = task.endedUnseen();
        }
    }

    /** Nothing is killed, only remembered as stopped. */
    public static final class StoppedWithoutKills {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.FieldValue(value = "stopped", readOnly = false) boolean stopped) {
            stopped = true;
            return true;
        }
    }

    /** A group that is not full when the inputs end is forgotten. */
    public static final class EndedWithoutFlush {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.FieldValue(value = "ended", readOnly = false) boolean ended) {
            ended = true;
            return true;
        }
    }

    /** There is always another try. */
    public static final class TryForEver {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Optional<Duration> pause) {
            pause = Optional.of(Duration.ZERO);
        }
    }

    /** There is never another try. */
    public static final class NeverAgain {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Optional<Duration> pause) {
            pause = Optional.empty();
        }
    }

    /** All is charged to one budget. */
    public static final class AllCrashes {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Budget budget) {
            budget = Budget.CRASH;
        }
    }

    /** The first task's value is read, whichever was meant. */
    public static final class FirstTasksValue {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) ObjectName name) {
            if (name instanceof ObjectName.Value value) {
                name = new ObjectName.Value(value.key(), TaskName.ofSequence(0));
            }
        }
    }

    /** What fails is as if it were still to come. */
    public static final class ErrorSwallowed {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Mono<?> answer) {
            answer = answer.onErrorComplete();
        }
    }

    /** Whatever is looked for, nothing is there. */
    public static final class NothingFound {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Reuse reuse) {
            reuse = new Reuse(Reuse.Verdict.INPUT, Optional.empty());
        }
    }

    /** It is always none. */
    public static final class Zero {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) int number) {
            number = 0;
        }
    }

    /** As if there was no cache key. */
    public static final class WithoutCacheKey {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 2, readOnly = false) Storing storing) {
            storing = Storing.DEFAULT;
        }
    }

    /** A task may be run again as often as it likes. */
    public static final class ManyReruns {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 2, readOnly = false) Speculation rule) {
            rule = rule.maxReruns(100);
        }
    }

    /** Nothing is decided before the end. */
    public static final class GoOn {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Completion.Verdict verdict) {
            verdict = Completion.Verdict.GO_ON;
        }
    }

    /** The first look decides. */
    public static final class FailAtOnce {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Completion.Verdict verdict) {
            verdict = Completion.Verdict.FAIL;
        }
    }

    /** No input has failed. */
    public static final class NoneFailed {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) long failed) {
            failed = 0;
        }
    }

    /** No result is given any more. */
    public static final class NothingOwed {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long limit) {
            limit = 0;
        }
    }

    /** It may take as long as it likes. */
    public static final class Unlimited {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) Mono<?> work, @Advice.Return(readOnly = false) Mono<?> limited) {
            limited = work;
        }
    }
}
