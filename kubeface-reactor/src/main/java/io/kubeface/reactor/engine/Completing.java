package io.kubeface.reactor.engine;

import io.kubeface.reactor.CompletionPolicy;
import io.kubeface.reactor.Failure;
import io.kubeface.reactor.JobFailedException;
import io.kubeface.reactor.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Counts the outcomes of a job's inputs for its policy, and keeps the first failures. Belongs to the job's loop. */
final class Completing {
    private final Completion completion;
    private final List<Failure<?>> failures = new ArrayList<>();
    /** Failed tasks whose failures have not all been given: what there is to be read if the job fails. */
    private final Set<Task> unread = new LinkedHashSet<>();

    private long succeeded;
    private long failed;

    Completing(CompletionPolicy policy) {
        this.completion = new Completion(policy);
    }

    /** Whether it makes a difference how many inputs fail. */
    boolean counts() {
        return completion.counts();
    }

    /** What became of a task is known. */
    void settled(Task task) {
        long failedInputs = failedInputs(task);
        failed += failedInputs;
        succeeded += task.items - failedInputs;
        if (failedInputs > 0 && completion.counts() && room() > 0) {
            unread.add(task);
        }
    }

    /** A value that was found and counted is damaged, and so its task is run after all. */
    void reopened(Task task) {
        succeeded -= task.items;
    }

    /** A result was read and goes to the subscriber. */
    void given(Task task, Result<?> result) {
        if (!completion.counts()) {
            return;
        }
        task.resultsGiven++;
        if (!result.isSuccess()) {
            task.failuresGiven++;
            if (task.failuresGiven > failedInputs(task)) {
                // What was counted as a value could not be read.
                succeeded--;
                failed++;
            }
        }
        if (task.resultsGiven == task.items) {
            unread.remove(task);
        }
        result.failure()
                .filter(failure -> failures.size() < JobFailedException.MOST_FAILURES)
                .ifPresent(failures::add);
    }

    /** Whether the job ends before each input has its outcome. */
    Completion.Verdict during(OptionalLong total) {
        return completion.during(tally(total));
    }

    /** How the job ends when each input has its outcome. */
    Completion.Verdict atEnd(long taken) {
        return completion.atEnd(tally(OptionalLong.of(taken)));
    }

    /** Why it was decided so. */
    String reason(OptionalLong total) {
        return completion.reason(tally(total));
    }

    /**
     * Reads the first failures that have not been given.
     *
     * @return the failures of each task; to be subscribed to on any thread
     */
    <R extends @Nullable Object> Mono<Map<Task, List<Failure<?>>>> readUnread(
            Function<Task, Mono<List<Result<R>>>> reader) {
        return Flux.fromIterable(List.copyOf(unread))
                .concatMap(task -> reader.apply(task).map(results -> Map.entry(task, failuresOf(results))))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue, LinkedHashMap::new);
    }

    private static <R extends @Nullable Object> List<Failure<?>> failuresOf(List<Result<R>> results) {
        List<Failure<?>> found = new ArrayList<>();
        results.forEach(result -> result.failure().ifPresent(found::add));
        return found;
    }

    /**
     * What the subscriber gets when the job fails.
     *
     * @param read of what has not all been given; what was given meanwhile is removed perhaps, and was not found
     */
    JobFailedException failure(String job, OptionalLong total, long taken, Map<Task, List<Failure<?>>> read) {
        List<Failure<?>> first = Stream.concat(
                        failures.stream(),
                        read.entrySet().stream()
                                .filter(task -> unread.contains(task.getKey()))
                                .flatMap(task -> notGiven(task.getKey(), task.getValue())))
                .limit(JobFailedException.MOST_FAILURES)
                .toList();
        return new JobFailedException(job, reason(total), succeeded, failed, taken, first);
    }

    /** As many as were counted: if they cannot be read any more, nobody knows which inputs failed, and there is one for each. */
    private static Stream<Failure<?>> notGiven(Task task, List<Failure<?>> read) {
        return read.stream()
                .filter(failure -> failure.index() >= task.firstIndex + task.resultsGiven)
                .limit(Math.max(0, failedInputs(task) - task.failuresGiven));
    }

    private int room() {
        return JobFailedException.MOST_FAILURES - failures.size() - unread.size();
    }

    private Completion.Tally tally(OptionalLong total) {
        return new Completion.Tally(succeeded, failed, total);
    }

    private static long failedInputs(Task task) {
        if (task.hasValue()) {
            return 0;
        }
        return task.outcome instanceof Task.Outcome.Stored stored && stored.failed() > 0 ? stored.failed() : task.items;
    }
}
