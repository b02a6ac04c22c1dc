package io.kubeface.status;

import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.reactor.JobEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The first few failures and lost attempts of each kind, cut. Not safe for use by several threads. */
final class FailureSamples {
    private static final int MOST_OF_A_KIND = 3;
    private static final int MOST = 10;
    private static final int MOST_FRAMES = 10;

    private final Map<FailureKind, List<JobStatus.FailureExample>> failures = new EnumMap<>(FailureKind.class);
    private final Map<FailureKind, List<JobStatus.LossExample>> losses = new EnumMap<>(FailureKind.class);
    private final Map<FailureKind, Long> lost = new EnumMap<>(FailureKind.class);
    private int samples;

    void failed(JobEvent.InputFailed event) {
        List<JobStatus.FailureExample> ofKind =
                failures.computeIfAbsent(event.cause().kind(), kind -> new ArrayList<>());
        String type = Texts.line(event.cause().type(), Texts.LONGEST_NAME);
        String message = Texts.lines(event.cause().message(), Texts.LONGEST_MESSAGE);
        for (int i = 0; i < ofKind.size(); i++) {
            JobStatus.FailureExample known = ofKind.get(i);
            if (known.type().equals(type) && known.message().equals(message)) {
                ofKind.set(i, counted(known));
                return;
            }
        }
        if (ofKind.size() < MOST_OF_A_KIND && samples < MOST) {
            samples++;
            ofKind.add(new JobStatus.FailureExample(
                    1,
                    event.index(),
                    event.task(),
                    type,
                    message,
                    Texts.line(event.reason(), Texts.LONGEST_ADDRESS),
                    frames(event.cause()),
                    Texts.tail(event.logTail()),
                    Texts.line(event.log(), Texts.LONGEST_ADDRESS)));
        }
    }

    void lost(JobEvent.AttemptLost event) {
        lost.merge(event.kind(), 1L, Long::sum);
        List<JobStatus.LossExample> ofKind = losses.computeIfAbsent(event.kind(), kind -> new ArrayList<>());
        if (ofKind.size() < MOST_OF_A_KIND) {
            ofKind.add(new JobStatus.LossExample(
                    event.task(), event.attempt(), Texts.line(event.reason(), Texts.LONGEST_ADDRESS)));
        }
    }

    /**
     * A group for each kind of failed inputs.
     *
     * @param counts how many there are, as far as that is known
     */
    List<JobStatus.FailureGroup> failures(Map<FailureKind, Long> counts) {
        Map<FailureKind, Long> all = new EnumMap<>(FailureKind.class);
        all.putAll(counts);
        failures.forEach((kind, examples) -> all.putIfAbsent(kind, (long) examples.size()));
        return all.entrySet().stream()
                .map(entry -> new JobStatus.FailureGroup(
                        Words.of(entry.getKey()),
                        entry.getValue(),
                        List.copyOf(failures.getOrDefault(entry.getKey(), List.of()))))
                .toList();
    }

    List<JobStatus.LossGroup> losses() {
        return lost.entrySet().stream()
                .map(entry -> new JobStatus.LossGroup(
                        Words.of(entry.getKey()),
                        entry.getValue(),
                        List.copyOf(losses.getOrDefault(entry.getKey(), List.of()))))
                .toList();
    }

    private static JobStatus.FailureExample counted(JobStatus.FailureExample known) {
        return new JobStatus.FailureExample(
                known.count() + 1,
                known.index(),
                known.task(),
                known.type(),
                known.message(),
                known.reason(),
                known.frames(),
                known.logTail(),
                known.log());
    }

    private static List<String> frames(FailureReport cause) {
        return cause.frames().stream()
                .limit(MOST_FRAMES)
                .map(frame -> Texts.line(frame.toString(), Texts.LONGEST_FRAME))
                .toList();
    }
}
