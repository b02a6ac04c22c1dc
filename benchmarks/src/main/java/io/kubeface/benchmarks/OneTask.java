package io.kubeface.benchmarks;

import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import reactor.core.publisher.Flux;

/**
 * How long a caller waits for one task in a worker process, with a client that has run a job before: from subscription
 * to the result, against the wall time of the worker command that a shell starts.
 */
final class OneTask implements Scenario {
    private static final int PAIRS = 20;
    private static final double BOUND = 1.5;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String TASK = "one task";
    private static final String WORKER = "worker command";

    @Override
    public void run(Lab lab) throws IOException, InterruptedException {
        RunOptions options = RunOptions.of(RunOptions.arguments(new String[] {"--tasks", "1"}));
        try (Directories.Temporary directory = Directories.Temporary.create();
                Kubeface kubeface = Clients.builder(
                                Clients.LOCAL_PROCESS, directory.path().resolve("client"), 2, List.of())
                        .build()) {
            Path scratch = directory.path();
            PreparedRun prepared = PreparedRun.prepare(options, scratch.resolve("prepared"));
            square(kubeface);
            Alternation wall = new Alternation();
            wall.add(TASK, () -> {
                long start = System.nanoTime();
                square(kubeface);
                return (System.nanoTime() - start) / NANOS_PER_SECOND;
            });
            wall.add(WORKER, () -> {
                prepared.reset();
                return Shell.run(prepared.commandLines(), 1, scratch).wallPerCommand();
            });
            wall.run(PAIRS);
            lab.say(wall.table("wall seconds", WORKER));
            lab.atMost("wall of one task, warm client, to the worker command's", wall.ratio(TASK, WORKER), BOUND);
        }
    }

    private static void square(Kubeface kubeface) {
        int square = kubeface.<Integer, Integer>map(x -> x * x, Flux.just(7))
                .single()
                .map(Result::get)
                .blockOptional()
                .orElseThrow();
        if (square != 49) {
            throw new IllegalStateException("Seven squared is 49, not " + square + ".");
        }
    }
}
