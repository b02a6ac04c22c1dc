package io.kubeface.systemtests.chaos;

import io.kubeface.kubernetes.KubernetesBackend;
import io.kubeface.pubsub.PubSubEvents;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.KubefaceBuilder;
import io.kubeface.reactor.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;

/** The job, in a process of its own: under a cache key, with an outcome a line in a file as they are given. */
final class ChaosDriver {
    static final int MAX = 8;
    static final String CACHE_KEY = "chaos";

    /** How long a killed driver counts as alive; longer than any outage of the storage. */
    static final Duration GRACE = Duration.ofSeconds(40);

    private static final int TASK_MILLIS = 2500;

    private ChaosDriver() {}

    /** Takes the storage, the kubeconfig, the image, the number of tasks and the file for outcomes. */
    public static void main(String[] arguments) {
        Path outcomes = Path.of(arguments[4]);
        try (Kubeface kubeface = client(arguments[0])
                .backend(KubernetesBackend.builder()
                        .kubeconfig(Path.of(arguments[1]))
                        .image(arguments[2])
                        .cpu("10m")
                        .memory("256Mi"))
                .build()) {
            kubeface.job("chaos")
                    .cacheKey(CACHE_KEY)
                    .map(new ChaosTask(TASK_MILLIS), Flux.range(0, Integer.parseInt(arguments[3])))
                    .doOnNext(result -> append(outcomes, Outcome.of(result)))
                    .blockLast();
        }
    }

    /** A client of the storage, with no backend yet. */
    static KubefaceBuilder client(String storage) {
        return Kubeface.builder()
                .storage(storage)
                .classPath(ChaosTask.classPath())
                .events(PubSubEvents.builder())
                .maxSimultaneousTasks(MAX)
                .driverLossGrace(GRACE);
    }

    private static void append(Path file, Outcome outcome) {
        try {
            Files.writeString(
                    file,
                    outcome.line() + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What a driver was given for one input.
     *
     * @param index of the input
     * @param text the value, or what the failure says
     * @param task its name in the storage
     * @param ends how its attempts ended, in order: kinds of failures, {@value #VALUE} for what gave the value
     */
    record Outcome(long index, String text, String task, List<String> ends) {
        static final String VALUE = "VALUE";

        static Outcome of(Result<Integer> result) {
            return new Outcome(
                    result.index(),
                    result.isSuccess()
                            ? Integer.toString(result.get())
                            : result.toString().replaceAll("\\s", " "),
                    result.report().task(),
                    result.report().attempts().stream()
                            .map(attempt -> attempt.kind().map(Enum::name).orElse(VALUE))
                            .toList());
        }

        String line() {
            return String.join("\t", Long.toString(index), text, task, String.join(",", ends));
        }

        static Outcome parse(String line) {
            String[] parts = line.split("\t", -1);
            return new Outcome(
                    Long.parseLong(parts[0]),
                    parts[1],
                    parts[2],
                    parts[3].isEmpty() ? List.of() : List.of(parts[3].split(",")));
        }
    }
}
