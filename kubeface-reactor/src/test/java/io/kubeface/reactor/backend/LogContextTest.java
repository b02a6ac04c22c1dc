package io.kubeface.reactor.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.KeptLogContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

class LogContextTest {

    @BeforeAll
    static void keepContext() throws IllegalAccessException {
        KeptLogContext.begin();
    }

    @Test
    void whatIsHandedOverTakesTheContextAlongAndLeavesNone() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        Scheduler carrying = new CarryingScheduler(time);
        Scheduler.Worker worker = carrying.createWorker();
        List<String> seen = new ArrayList<>();
        Runnable look = () -> seen.add(KeptLogContext.here());

        LogContext.run(
                LogContext.JOB,
                "job",
                () -> LogContext.attempt("task", 2, () -> {
                    carrying.schedule(look);
                    carrying.schedule(look, 1, TimeUnit.SECONDS);
                    worker.schedule(look);
                    worker.schedule(look, 1, TimeUnit.SECONDS);
                }));
        carrying.schedule(look);
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(seen)
                .containsExactlyInAnyOrder("job/task/2", "job/task/2", "job/task/2", "job/task/2", "null/null/null");
        assertThat(KeptLogContext.here()).isEqualTo("null/null/null");
    }

    @Test
    void aContextIsThatOfTheMomentInWhichItWasTaken() {
        List<String> seen = new ArrayList<>();
        List<LogContext> taken = new ArrayList<>();
        LogContext.run(LogContext.JOB, "first", () -> taken.add(LogContext.current()));

        LogContext.run(LogContext.JOB, "second", () -> {
            taken.get(0).around(() -> seen.add(KeptLogContext.here())).run();
            seen.add(KeptLogContext.here());
        });

        assertThat(seen).containsExactly("first/null/null", "second/null/null");
    }
}
