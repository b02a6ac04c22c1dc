package io.kubeface.reactor.engine;

import io.kubeface.reactor.CompletionPolicy;
import io.kubeface.reactor.KeepPolicy;
import io.kubeface.reactor.Speculation;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Pure: the options of a job as people read them, by the names of the methods that set them. */
final class OptionTexts {
    private OptionTexts() {}

    static Map<String, String> of(JobPlan<?, ?> plan, EngineOptions options) {
        Map<String, String> texts = new TreeMap<>();
        Policies policies = plan.policies();
        texts.put("ordered", String.valueOf(plan.ordered()));
        texts.put("itemsPerTask", String.valueOf(plan.itemsPerTask()));
        texts.put("maxWait", text(plan.maxWait()));
        texts.put("maxSimultaneousTasks", String.valueOf(options.maxSimultaneousTasks()));
        texts.put("window", String.valueOf(options.window()));
        texts.put("prefetch", String.valueOf(options.prefetch()));
        texts.put("crashRetries", String.valueOf(options.crashRetries()));
        texts.put("retry", String.valueOf(policies.retry().retries()));
        texts.put("timeout", text(policies.timeout()));
        texts.put("schedulingTimeout", text(policies.schedulingTimeout()));
        texts.put("completion", text(policies.completion()));
        texts.put("speculation", policies.speculation().map(OptionTexts::text).orElse("none"));
        texts.put("cacheKey", plan.storing().cacheKey().isPresent() ? "yes" : "no");
        texts.put("keep", text(plan.storing().keep()));
        texts.put("deleteInputs", String.valueOf(options.deleteInputs()));
        texts.put("driverLossGrace", text(options.driverLossGrace()));
        texts.put("kubeface", LibraryVersion.get());
        texts.put("java", Runtime.version().toString());
        return texts;
    }

    private static String text(Optional<Duration> duration) {
        return duration.map(OptionTexts::text).orElse("none");
    }

    /** As {@code 1h 30m}, {@code 10m} or {@code 0.5s}: what ISO 8601 has, for people. */
    private static String text(Duration duration) {
        return duration.toString()
                .substring("PT".length())
                .toLowerCase(Locale.ROOT)
                .replaceAll("(?<=[hm])(?=[0-9])", " ");
    }

    private static String text(CompletionPolicy policy) {
        String rule = words(policy.rule());
        return switch (policy.rule()) {
            case ALL_SETTLE, FAIL_FAST, AFTER_ALL -> rule;
            case MIN_SUCCESSFUL, TOLERATED_FAILURES -> rule + " " + (long) policy.limit();
            case TOLERATED_FAILURE_PERCENTAGE -> rule + " " + policy.limit();
        };
    }

    private static String text(Speculation rule) {
        return "the last " + rule.percent() + " %, slower than " + rule.runtimePercentile() + " %, " + rule.maxReruns()
                + " times at most";
    }

    private static String text(KeepPolicy keep) {
        String inputs = words(keep.inputs());
        return keep.inputs() == keep.results() && keep.results() == keep.logs()
                ? inputs
                : "inputs " + inputs + ", results " + words(keep.results()) + ", logs " + words(keep.logs());
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
