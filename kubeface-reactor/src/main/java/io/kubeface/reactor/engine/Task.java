package io.kubeface.reactor.engine;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.core.task.TaskResult;
import io.kubeface.reactor.Reuse;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.LaunchException;
import io.kubeface.reactor.backend.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** What the engine knows of one task. Belongs to its job's loop. */
final class Task {

    /** How far a task is; it only goes forward, but for a retry from ACTIVE to WAITING. */
    enum Phase {
        /** Inputs are still being collected. */
        FILLING,
        /** The input object is being written. */
        WRITING,
        /** It waits for a slot, or for the end of a pause before one. */
        WAITING,
        /** An attempt is being launched or runs. */
        ACTIVE,
        /** What became of it is known; it waits to be asked for. */
        SETTLED,
        /** Its results have been given to the subscriber, or dropped. */
        DONE
    }

    /** As what a task is counted. */
    enum Stage {
        QUEUED,
        WAITING,
        RUNNING,
        SETTLED,
        EMITTED,
        DROPPED;

        static final Set<Stage> OPEN = EnumSet.of(QUEUED, WAITING, RUNNING, SETTLED);
    }

    /** What became of a task. */
    sealed interface Outcome {
        /**
         * It is in the store.
         *
         * @param failed how many of the inputs failed, where a failure has been read; else 0
         * @param unread why a failure could not be read when its inputs were to be counted: it is not read any more, so that
         *     what is given is what was counted
         */
        record Stored(ObjectName name, int failed, @Nullable FailureReport unread) implements Outcome {
            /** A value, or a failure that nobody has looked into. */
            static Stored at(ObjectName name) {
                return new Stored(name, 0, null);
            }
        }

        /** There is no result. */
        record Lost(FailureReport failure) implements Outcome {}
    }

    /** Told what happens to a launch. */
    interface Watcher {
        /** It has ended, or could not be launched; told once. */
        void ended(Launch launch);

        /** It has taken longer than it may, as {@link Launch#overdue} says. */
        void overdue(Launch launch);
    }

    /** What the engine knows of one launch. */
    static final class Launch {
        final Task task;
        final int number;

        /** Where its objects are: those of an attempt that was taken over are where its own driver wanted them. */
        final TaskAddress address;

        final Instant launched;
        final Watcher watcher;
        boolean killed;
        /** The engine has drawn its conclusion from the end of this attempt. */
        boolean accountedFor;

        /** Why it could not be launched. */
        @Nullable
        LaunchException refusal;

        @Nullable
        Attempt handle;

        @Nullable
        Place place;

        @Nullable
        Instant started;

        @Nullable
        Instant ended;

        @Nullable
        Exit exit;

        /** Why it should have ended by now. */
        @Nullable
        FailureReport overdue;

        /** It was killed for being overdue: what it wrote since is its killing's doing. */
        boolean condemned;

        /** What it died of, in brief, once it is accounted for. */
        @Nullable
        FailureReport failure;

        /** Kills it when it has not ended by then. */
        Disposable killTimer = Disposables.disposed();

        /** Tells that it takes too long. */
        Disposable deadline = Disposables.disposed();

        Launch(Task task, int number, TaskAddress address, Instant launched, Watcher watcher) {
            this.task = task;
            this.number = number;
            this.address = address;
            this.launched = launched;
            this.watcher = watcher;
        }

        boolean hasEnded() {
            return ended != null;
        }

        /** When it was seen to start; where that was not seen, when it was launched. */
        Instant begin() {
            return started == null ? launched : started;
        }

        /** Whether an earlier attempt at the task still runs. */
        boolean races() {
            return task.launches.stream().anyMatch(other -> other.number < number && !other.hasEnded());
        }
    }

    /** Its number; with a cache key, once its inputs have been encoded, its reuse key. */
    TaskName name;

    final long firstIndex;
    final Instant queued;
    final List<Launch> launches = new ArrayList<>(1);
    Phase phase = Phase.FILLING;
    int items;
    long inputBytes;

    /** The inputs, until they are in the store. */
    @Nullable
    List<Object> inputs = new ArrayList<>(1);

    /** What the job's cache key did for it; empty without one. */
    Optional<Reuse> reuse = Optional.empty();

    @Nullable
    Outcome outcome;

    /** Its result, if it was read when it was found; until it is given. */
    @Nullable
    TaskResult read;

    @Nullable
    Instant settled;

    /** As what it is counted; null before it is. */
    @Nullable
    Stage stage;

    /** What waits for a slot in its name. */
    @Nullable
    Runnable waiter;

    /** Ends the pause before the next attempt. */
    Disposable pause = Disposables.disposed();

    /** What becomes of it if the attempts that are still under way give no value. */
    @Nullable
    Outcome givenUp;

    /** Its result is read at once when it is found, for which there is room. */
    boolean claimed;

    /** How many of its results have been given, where it makes a difference how many inputs fail. */
    int resultsGiven;

    /** How many of those are failures. */
    int failuresGiven;

    /** How often it was run once more beside an attempt that takes long. */
    int reruns;

    /** A hint led to the look that is under way, or to the next. */
    boolean told;

    /** A look at the store is under way. */
    boolean looking;

    /** Something was heard since that look began. */
    boolean lookAgain;

    Task(TaskName name, long firstIndex, Instant queued) {
        this.name = name;
        this.firstIndex = firstIndex;
        this.queued = queued;
    }

    /** Whether there is a value that counts. */
    boolean hasValue() {
        return outcome instanceof Outcome.Stored stored && stored.name() instanceof ObjectName.Value;
    }

    /** Whether it has failed for good. */
    boolean hasFailed() {
        return outcome != null && !hasValue();
    }

    boolean isSettled() {
        return phase == Phase.SETTLED || phase == Phase.DONE;
    }

    /** Whether a further attempt runs, or waits for its slot, or has ended and must be looked at. */
    boolean isUnderWay() {
        return waiter != null || launches.stream().anyMatch(launch -> !launch.accountedFor);
    }

    /** What its last attempt prints; of one that was never launched, what the first would. */
    ObjectName.Log lastLog(ObjectName.Job job) {
        return launches.isEmpty()
                ? job.log(name, 1)
                : launches.get(launches.size() - 1).address.log();
    }

    boolean allEnded() {
        return launches.stream().allMatch(Launch::hasEnded);
    }

    /** Attempts that have ended, and from whose end nothing has been concluded. */
    List<Launch> endedUnseen() {
        return launches.stream()
                .filter(launch -> launch.hasEnded() && !launch.accountedFor)
                .toList();
    }

    /** The launch whose failure this is. */
    Optional<Launch> launch(ObjectName.Failure failure) {
        return launches.stream()
                .filter(launch -> launch.address.failure().equals(failure))
                .findFirst();
    }

    /** The first launch that its worker knows by this number. */
    Optional<Launch> launch(int attempt) {
        return launches.stream()
                .filter(launch -> launch.address.attempt() == attempt)
                .findFirst();
    }
}
