package io.kubeface.core.lifecycle;

import java.util.ArrayList;
import java.util.List;

/**
 * What a cleanup did, or would have done.
 *
 * @param objects how many were removed
 * @param cleaned jobs and cache keys, as their names in the storage are, of which objects were removed
 * @param live ids of jobs that were to be cleaned up and were left, as their drivers live
 */
public record CleanupReport(long objects, List<String> cleaned, List<String> live) {
    /** Nothing was to be done. */
    public static final CleanupReport NOTHING = new CleanupReport(0, List.of(), List.of());

    public CleanupReport {
        cleaned = List.copyOf(cleaned);
        live = List.copyOf(live);
    }

    /** This and then that. */
    public CleanupReport plus(CleanupReport other) {
        return new CleanupReport(objects + other.objects, joined(cleaned, other.cleaned), joined(live, other.live));
    }

    private static List<String> joined(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        others.stream().filter(one -> !some.contains(one)).forEach(all::add);
        return all;
    }
}
