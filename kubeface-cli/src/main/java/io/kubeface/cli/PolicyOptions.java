package io.kubeface.cli;

import io.kubeface.reactor.CompletionPolicy;
import io.kubeface.reactor.JobSpec;
import io.kubeface.reactor.RetryPolicy;
import io.kubeface.reactor.Speculation;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What is done about tasks that fail, hang or take long. */
final class PolicyOptions {
    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private CompletionOption completion = new CompletionOption();

    private static final class CompletionOption {
        @Option(
                names = "--completion",
                paramLabel = "POLICY",
                description =
                        "When the run ends: all-settle, fail-fast, after-all, min-successful=N, tolerated-failures=N,"
                                + " tolerated-failure-percentage=P. Default: all-settle.")
        private String policy = "all-settle";

        @Option(
                names = "--wait-to-raise-task-exception",
                description = "Run everything, then fail if a task failed; the same as --completion after-all.")
        private boolean afterAll;
    }

    @Option(
            names = "--task-timeout",
            paramLabel = "TIME",
            description = "Kill a task that runs longer: 90s, 30m, 2h. Default: none.")
    private @Nullable String timeout;

    @Option(
            names = "--retries-user-errors",
            paramLabel = "N",
            defaultValue = "0",
            description = "Try a task again that failed or ran too long, so many times. Default: ${DEFAULT-VALUE}.")
    private int retries;

    @Option(
            names = "--speculation-percent",
            paramLabel = "P",
            defaultValue = "0",
            description = "When no more than P percent of the tasks are under way, run stragglers once more. Default:"
                    + " ${DEFAULT-VALUE}, never.")
    private double speculationPercent;

    @Option(
            names = "--speculation-runtime-percentile",
            paramLabel = "P",
            defaultValue = "99",
            description = "A straggler takes longer than P percent of the others. Default: ${DEFAULT-VALUE}.")
    private double speculationPercentile;

    @Option(
            names = "--speculation-max-reruns",
            paramLabel = "N",
            defaultValue = "1",
            description = "Run a straggler once more at most N times. Default: ${DEFAULT-VALUE}.")
    private int speculationReruns;

    /**
     * The job with these options.
     *
     * @throws IllegalArgumentException when one of them is wrong
     */
    JobSpec apply(JobSpec job) {
        JobSpec with = job.completion(completion()).retry(retry());
        if (timeout != null) {
            with = with.timeout(time(timeout));
        }
        return speculationPercent == 0 ? with : with.speculation(speculation());
    }

    /**
     * Looks at what picocli does not.
     *
     * @throws IllegalArgumentException when an option's value is wrong
     */
    void check() {
        completion();
        retry();
        if (timeout != null) {
            time(timeout);
        }
        if (speculationPercent != 0) {
            speculation();
        }
    }

    private RetryPolicy retry() {
        return RetryPolicy.userErrors(retries);
    }

    private Speculation speculation() {
        return new Speculation(speculationPercent, speculationPercentile, speculationReruns);
    }

    private CompletionPolicy completion() {
        if (completion.afterAll) {
            return CompletionPolicy.afterAll();
        }
        String policy = completion.policy;
        int equals = policy.indexOf('=');
        String name = equals < 0 ? policy : policy.substring(0, equals);
        String value = equals < 0 ? "" : policy.substring(equals + 1);
        boolean needsValue = !value.isEmpty();
        try {
            return switch (name + (needsValue ? "=" : "")) {
                case "all-settle" -> CompletionPolicy.allSettle();
                case "fail-fast" -> CompletionPolicy.failFast();
                case "after-all" -> CompletionPolicy.afterAll();
                case "min-successful=" -> CompletionPolicy.minSuccessful(Long.parseLong(value));
                case "tolerated-failures=" -> CompletionPolicy.toleratedFailures(Long.parseLong(value));
                case "tolerated-failure-percentage=" ->
                    CompletionPolicy.toleratedFailurePercentage(Double.parseDouble(value));
                default -> throw wrongCompletion();
            };
        } catch (NumberFormatException e) {
            throw wrongCompletion();
        }
    }

    private IllegalArgumentException wrongCompletion() {
        return new IllegalArgumentException("--completion " + completion.policy
                + ": must be all-settle, fail-fast, after-all, min-successful=N, tolerated-failures=N or"
                + " tolerated-failure-percentage=P");
    }

    private static Duration time(String text) {
        try {
            Duration time = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            if (!time.isNegative() && !time.isZero()) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // Told below, as one that is no longer than zero is.
        }
        throw new IllegalArgumentException(
                "--task-timeout " + text + ": must be longer than zero, as 90s, 30m, 2h or 1h30m");
    }
}
