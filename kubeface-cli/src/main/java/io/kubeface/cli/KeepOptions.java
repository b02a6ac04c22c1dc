package io.kubeface.cli;

import io.kubeface.reactor.JobSnapshot;
import io.kubeface.reactor.JobSpec;
import io.kubeface.reactor.KeepPolicy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What stays in the storage when a run has ended. */
final class KeepOptions {
    private static final String NOTHING = "nothing";
    private static final String FAILURES = "failures";
    private static final String ALL = "all";

    /** What the original puts behind the prefix for a client's first job; a run has one. */
    private static final String FIRST_JOB = "-000";

    @Option(
            names = "--cache-key",
            paramLabel = "KEY",
            description =
                    "Keep the results under this name, and take those that are there instead of computing them again.")
    private @Nullable String cacheKey;

    @Option(
            names = "--cache-key-prefix",
            paramLabel = "PREFIX",
            description = "Put this before --cache-key. Without a --cache-key, the key is PREFIX" + FIRST_JOB + ".")
    private @Nullable String cacheKeyPrefix;

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private KeepOption keep = new KeepOption();

    private static final class KeepOption {
        @Option(
                names = "--keep",
                paramLabel = "WHAT",
                description =
                        "Whose inputs, results and logs stay in the storage: nothing, failures (of failed tasks), all."
                                + " Default: nothing.")
        private String what = NOTHING;

        @Option(names = "--never-cleanup", description = "The same as --keep all.")
        private boolean all;
    }

    /**
     * Looks at what picocli does not.
     *
     * @throws IllegalArgumentException when an option's value is wrong
     */
    void check() {
        policy();
        String key = key();
        if (key != null) {
            CleanupOptions.cacheKey(key);
        }
    }

    private @Nullable String key() {
        if (cacheKeyPrefix == null) {
            return cacheKey;
        }
        return cacheKeyPrefix + (cacheKey == null ? FIRST_JOB : cacheKey);
    }

    private String what() {
        return keep.all ? ALL : keep.what;
    }

    /** The job with these options. */
    JobSpec apply(JobSpec job) {
        JobSpec with = job.keep(policy());
        String key = key();
        return key == null ? with : with.cacheKey(key);
    }

    /** How to remove what stayed of the job; empty if nothing did. */
    Optional<String> told(List<JobSnapshot> jobs) {
        if (jobs.isEmpty() || what().equals(NOTHING)) {
            return Optional.empty();
        }
        JobSnapshot job = jobs.get(0);
        boolean kept = what().equals(ALL) || job.inputs().failed() > 0;
        return kept
                ? Optional.of("Kept, until 'kubeface cleanup --job " + job.job() + "' removes it: what --keep " + what()
                        + " says.")
                : Optional.empty();
    }

    private KeepPolicy policy() {
        return switch (what()) {
            case NOTHING -> KeepPolicy.NOTHING;
            case FAILURES -> KeepPolicy.FAILURES;
            case ALL -> KeepPolicy.ALL;
            default -> throw new IllegalArgumentException("--keep " + what() + ": must be nothing, failures or all");
        };
    }
}
