package io.kubeface.benchmarks;

import io.kubeface.core.TaskFunction;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;

/** A driver to be killed: squares numbers under a cache key, and has each execution leave a mark when it begins and ends. */
public final class KilledDriverMain {
    static final String CACHE_KEY = "killed-drivers";
    static final int MAX = 4;
    /** How long a killed one counts as alive. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private KilledDriverMain() {}

    /** Takes the number of tasks, the milliseconds that each takes, the storage, a directory for marks, and the results' file. */
    public static void main(String[] args) throws IOException {
        int tasks = Integer.parseInt(args[0]);
        int millis = Integer.parseInt(args[1]);
        Path storage = Path.of(args[2]);
        try (Kubeface kubeface = Clients.builder(Clients.LOCAL_PROCESS, storage, MAX, List.of())
                .driverLossGrace(GRACE)
                .build()) {
            List<String> squares = kubeface.job("killed-drivers")
                    .cacheKey(CACHE_KEY)
                    .map(marked(millis, args[3]), Flux.range(0, tasks))
                    .map(Result::get)
                    .map(String::valueOf)
                    .collectList()
                    .blockOptional()
                    .orElseThrow();
            Files.write(Path.of(args[4]), squares);
        }
    }

    private static TaskFunction<Integer, Integer> marked(int millis, String marks) {
        return value -> {
            Mark mark = new Mark(value, ProcessHandle.current().pid(), UUID.randomUUID());
            Files.createFile(Path.of(marks, mark.begun()));
            TimeUnit.MILLISECONDS.sleep(millis);
            Files.createFile(Path.of(marks, mark.ended()));
            return value * value;
        };
    }

    /**
     * An execution, as the names of two files tell of it.
     *
     * @param value what was squared
     * @param pid the worker's
     * @param id of this execution alone
     */
    record Mark(int value, long pid, UUID id) {
        private static final String BEGUN = "begun_";

        static boolean isBegun(String file) {
            return file.startsWith(BEGUN);
        }

        /** Reads the name of a file that was made at the begin. */
        static Mark parse(String file) {
            String[] parts = file.split("_", -1);
            return new Mark(Integer.parseInt(parts[1]), Long.parseLong(parts[2]), UUID.fromString(parts[3]));
        }

        String begun() {
            return BEGUN + name();
        }

        String ended() {
            return "ended_" + name();
        }

        private String name() {
            return value + "_" + pid + "_" + id;
        }
    }
}
