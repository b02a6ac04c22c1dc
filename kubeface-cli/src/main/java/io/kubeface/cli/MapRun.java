package io.kubeface.cli;

import io.kubeface.core.TaskFunction;
import io.kubeface.reactor.JobSpec;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.Success;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** One run: writes a row for each value, and a note for each failure, as they come. */
final class MapRun {
    private final JobSpec job;
    private final boolean unordered;
    private final CsvOutput out;
    private final FailureReports failures;
    private final Notices notices;

    /** Values whose result has not come yet, by index; never more than the job's window. */
    private final Map<Long, String> waiting = new ConcurrentHashMap<>();

    MapRun(JobSpec job, boolean unordered, CsvOutput out, FailureReports failures, Notices notices) {
        this.job = job;
        this.unordered = unordered;
        this.out = out;
        this.failures = failures;
        this.notices = notices;
    }

    /**
     * Runs the job to its end.
     *
     * @return how many results there were
     * @throws IOException when a row cannot be written; the job is cancelled then
     * @throws RuntimeException when the job fails as a whole
     */
    long run(TaskFunction<Object, @Nullable String> function, Flux<Object> values) throws IOException {
        Flux<Object> noted = values.index()
                .doOnNext(indexed -> waiting.put(indexed.getT1(), String.valueOf(CsvText.of(indexed.getT2()))))
                .map(indexed -> indexed.getT2());
        Flux<Result<@Nullable String>> results =
                unordered ? job.mapUnordered(function, noted) : job.map(function, noted);
        long count = 0;
        notices.aside(out::header);
        // One at a time, so that a slow reader of the rows slows the workers down.
        try (Stream<Result<@Nullable String>> stream = results.toStream(1)) {
            for (Iterator<Result<@Nullable String>> each = stream.iterator(); each.hasNext(); ) {
                write(each.next());
                count++;
            }
        }
        return count;
    }

    private void write(Result<@Nullable String> result) throws IOException {
        String value = waiting.remove(result.index());
        if (result instanceof Success<@Nullable String> success) {
            notices.aside(() -> out.row(value, success.value()));
        } else {
            result.failure().ifPresent(failure -> failures.add(failure, String.valueOf(value)));
        }
    }
}
