package io.kubeface.status;

import io.kubeface.core.TaskContext;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobPages;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.RetryPolicy;
import io.kubeface.reactor.Speculation;
import io.kubeface.reactor.backend.InProcessBackend;
import java.time.Duration;
import java.util.Random;
import reactor.core.publisher.Flux;

/** Makes a page to look at: of a job of 300 tasks with failures, retries and a straggler, which takes a minute or so. */
final class DemoMain {
    private static final int TASKS = 300;
    private static final int STRAGGLER = 281;

    private DemoMain() {}

    /**
     * Runs the job.
     *
     * @param arguments the storage
     */
    public static void main(String[] arguments) {
        try (Kubeface kubeface = Kubeface.builder()
                .storage(arguments[0])
                .backend(InProcessBackend.builder())
                .maxSimultaneousTasks(12)
                .build()) {
            kubeface.events().ofType(JobEvent.JobBegan.class).subscribe(job -> {
                JobPages.Addresses page = kubeface.statusPage(job.job()).orElseThrow();
                System.out.println(page.active() + ", at the end " + page.done());
            });
            kubeface.job("Grid search, 300 points")
                    .numItems(TASKS)
                    .retry(RetryPolicy.userErrors(2).backoff(Duration.ofMillis(500), Duration.ofSeconds(2)))
                    .speculation(new Speculation(20, 95, 1))
                    .mapUnordered(DemoMain::evaluate, Flux.range(0, TASKS))
                    .blockLast();
        }
    }

    private static double evaluate(int point) throws InterruptedException {
        int attempt = TaskContext.current().attempt();
        Random random = new Random(31L * point + attempt);
        System.out.println("point " + point + ": alpha " + point / 10.0);
        for (int fold = 1; fold <= 5; fold++) {
            Thread.sleep((long) (300 * Math.exp(0.5 * random.nextGaussian())));
            System.out.println("fold " + fold + " of 5 done");
        }
        if (point == STRAGGLER && attempt == 1) {
            Thread.sleep(Duration.ofMinutes(5).toMillis());
        }
        if (point % 29 == 11) {
            throw new ArithmeticException("the matrix is singular");
        }
        if (point % 53 == 7) {
            throw new IllegalStateException("alpha must be below 20; got " + point / 10.0);
        }
        if (attempt == 1 && random.nextInt(9) == 0) {
            throw new IllegalStateException("the database refused the connection");
        }
        return Math.sqrt(point);
    }
}
