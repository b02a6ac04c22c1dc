package io.kubeface.benchmarks;

import io.kubeface.core.TaskFunction;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.Speculation;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;

/**
 * What reruns of stragglers are for: 20 tasks of a second in worker processes, all at once, of which three hang, on their
 * first attempt only, to the same without hangs.
 */
final class HungAttempts implements Scenario {
    private static final int TASKS = 20;
    private static final int HANGING = 3;
    private static final long TASK_MILLIS = 1_000;
    private static final double BOUND = 3;
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public void run(Lab lab) throws IOException, InterruptedException {
        Alternation wall = new Alternation();
        wall.add("three hang", () -> secondsAndNothingLeft(HANGING));
        wall.add("none hangs", () -> secondsAndNothingLeft(0));
        wall.run(lab.rounds());
        lab.say(wall.table("wall seconds", "none hangs"));
        lab.atMost("wall with three hung attempts to without", wall.ratio("three hang", "none hangs"), BOUND);
    }

    private static double secondsAndNothingLeft(int hanging) throws IOException {
        double seconds = seconds(hanging);
        long left = ProcessHandle.current().descendants().count();
        if (left > 0) {
            throw new IllegalStateException(left + " processes are left after the close.");
        }
        return seconds;
    }

    private static double seconds(int hanging) throws IOException {
        try (Directories.Temporary directory = Directories.Temporary.create();
                Kubeface kubeface = Clients.builder(
                                Clients.LOCAL_PROCESS, directory.path().resolve("storage"), TASKS, List.of())
                        .build()) {
            long start = System.nanoTime();
            List<Integer> results = kubeface.job("hung-attempts")
                    .speculation(Speculation.DEFAULT)
                    .map(function(directory.path().toString(), hanging), Flux.range(0, TASKS))
                    .map(Result::get)
                    .collectList()
                    .blockOptional()
                    .orElseThrow();
            double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
            if (!results.equals(IntStream.range(0, TASKS).boxed().toList())) {
                throw new IllegalStateException("Results are not those of the inputs: " + results);
            }
            return seconds;
        }
    }

    private static TaskFunction<Integer, Integer> function(String directory, int hanging) {
        return value -> {
            if (value < hanging && isFirst(Path.of(directory, "seen-" + value))) {
                Thread.sleep(Long.MAX_VALUE);
            }
            Thread.sleep(TASK_MILLIS);
            return value;
        };
    }

    private static boolean isFirst(Path mark) throws IOException {
        try {
            Files.createFile(mark);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
