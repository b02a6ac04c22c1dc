package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pure: what the cluster has told of a pod, as lines for people, the latest last. */
final class PodEvents {
    private static final int MOST = 20;
    private static final int LONGEST = 1000;

    private PodEvents() {}

    static List<String> lines(List<Event> events) {
        return events.stream()
                .sorted(Comparator.comparing(PodEvents::time))
                .skip(Math.max(0, events.size() - MOST))
                .map(PodEvents::line)
                .toList();
    }

    private static String line(Event event) {
        String words =
                PodState.words(event.getReason(), event.getMessage()).strip().replace("\n", " / ");
        int times = times(event);
        return "event " + (words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "…")
                + (times > 1 ? " (" + times + " times)" : "");
    }

    private static int times(Event event) {
        Integer count =
                event.getSeries() == null ? event.getCount() : event.getSeries().getCount();
        return count == null ? 1 : count;
    }

    /** When it was last told; components fill in different fields. Such times are ordered as their texts are. */
    private static String time(Event event) {
        String last = event.getSeries() == null || event.getSeries().getLastObservedTime() == null
                ? event.getLastTimestamp()
                : event.getSeries().getLastObservedTime().getTime();
        String first =
                event.getEventTime() == null ? null : event.getEventTime().getTime();
        return last != null ? last : first != null ? first : created(event);
    }

    private static String created(Event event) {
        @Nullable String time = event.getMetadata().getCreationTimestamp();
        return time == null ? "" : time;
    }
}
