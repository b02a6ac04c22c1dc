package io.kubeface.reactor.engine;

import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobSnapshot;
import io.kubeface.reactor.backend.LogContext;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens in jobs to the log: their begin and end, and, for those who look closer, each attempt. */
final class JobLog implements JobSink {
    private static final Logger log = LoggerFactory.getLogger("io.kubeface.job");

    @Override
    public void tell(JobEvent.OfJob event) {
        if (event instanceof JobEvent.JobBegan began) {
            log.info("Job {} ({}) begins.", began.job(), began.name());
        } else if (event instanceof JobEvent.JobEnded ended) {
            ended(ended);
        } else if (event instanceof JobEvent.OfAttempt attempt
                && (log.isDebugEnabled() || attempt instanceof JobEvent.TaskRetried)) {
            LogContext.attempt(attempt.task(), attempt.attempt(), () -> attempt(attempt));
        }
    }

    private static void ended(JobEvent.JobEnded event) {
        JobSnapshot job = event.snapshot();
        log.info(
                "Job {} ({}) {} after {}: {} inputs taken, {} succeeded ({} reused), {} failed{}, {} results emitted;"
                        + " {} tasks, {} attempts, {} of them retries.",
                job.job(),
                job.name(),
                switch (event.end()) {
                    case COMPLETED -> "completed";
                    case CANCELLED -> "was cancelled";
                    case FAILED -> "failed";
                },
                job.elapsed(),
                job.inputs().taken(),
                job.inputs().succeeded(),
                job.inputs().reused(),
                job.inputs().failed(),
                kinds(job),
                job.inputs().emitted(),
                job.tasks().queued(),
                job.attempts().launched(),
                job.attempts().retries());
    }

    private static String kinds(JobSnapshot job) {
        return job.inputs().failedByKind().isEmpty()
                ? ""
                : job.inputs().failedByKind().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static void attempt(JobEvent.OfAttempt event) {
        String about = "Job " + event.job() + ": attempt " + event.attempt() + " of task " + event.task();
        if (event instanceof JobEvent.AttemptLaunched launched) {
            log.debug("{} is launched, {} after its task was queued.", about, launched.queued());
        } else if (event instanceof JobEvent.AttemptStarted started) {
            log.debug(
                    "{} runs: {} on {}.",
                    about,
                    started.place().worker(),
                    started.place().host());
        } else if (event instanceof JobEvent.AttemptKilled) {
            log.debug("{} is killed.", about);
        } else if (event instanceof JobEvent.AttemptEnded ended) {
            log.debug("{} ended after {}. {} Log: {}", about, ended.ran(), ended.reason(), ended.log());
        } else if (event instanceof JobEvent.AttemptLost lost) {
            log.debug("{} is lost, {}: {}", about, lost.kind(), lost.reason());
        } else if (event instanceof JobEvent.TaskRetried retried) {
            log.info("{} gave no value ({}); another follows in {}.", about, retried.kind(), retried.pause());
        }
    }
}
