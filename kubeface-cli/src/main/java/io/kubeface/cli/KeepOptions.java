package io.kubeface.cli;

import io.kubeface.reactor.JobSnapshot;
import io.kubeface.reactor.JobSpec;
import io.kubeface.reactor.KeepPolicy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What stays in the storage when a run has ended. */
final class KeepOptions {
    private static final String NOTHING = "nothing";
    private static final String FAILURES = "failures";
    private static final String ALL = "all";

    @Option(
            names = "--cache-key",
            paramLabel = "KEY",
            description =
                    "Keep the results under this name, and take those that are there instead of computing them again.")
    private @Nullable String cacheKey;

    @Option(
            names = "--keep",
            paramLabel = "WHAT",
            defaultValue = NOTHING,
            description =
                    "Whose inputs, results and logs stay in the storage: nothing, failures (of failed tasks), all."
                            + " Default: ${DEFAULT-VALUE}.")
    private String keep = NOTHING;

    /**
     * Looks at what picocli does not.
     *
     * @throws IllegalArgumentException when an option's value is wrong
     */
    void check() {
        policy();
        if (cacheKey != null) {
            CleanupOptions.cacheKey(cacheKey);
        }
    }

    /** The job with these options. */
    JobSpec apply(JobSpec job) {
        JobSpec with = job.keep(policy());
        return cacheKey == null ? with : with.cacheKey(cacheKey);
    }

    /** How to remove what stayed of the job; empty if nothing did. */
    Optional<String> told(List<JobSnapshot> jobs) {
        if (jobs.isEmpty() || keep.equals(NOTHING)) {
            return Optional.empty();
        }
        JobSnapshot job = jobs.get(0);
        boolean kept = keep.equals(ALL) || job.inputs().failed() > 0;
        return kept
                ? Optional.of("Kept, until 'kubeface cleanup --job " + job.job() + "' removes it: what --keep " + keep
                        + " says.")
                : Optional.empty();
    }

    private KeepPolicy policy() {
        return switch (keep) {
            case NOTHING -> KeepPolicy.NOTHING;
            case FAILURES -> KeepPolicy.FAILURES;
            case ALL -> KeepPolicy.ALL;
            default -> throw new IllegalArgumentException("--keep " + keep + ": must be nothing, failures or all");
        };
    }
}
