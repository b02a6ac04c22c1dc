package io.kubeface.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.backend.InProcessBackend;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.subscriber.TestSubscriber;

/** Events, snapshots, observers and the logging context of a client with its own threads. */
class ObservedClientTest {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    @TempDir
    private Path storage;

    @BeforeAll
    static void keepContext() throws IllegalAccessException {
        KeptLogContext.begin();
    }

    private KubefaceBuilder builder() {
        return Kubeface.builder()
                .storage(storage)
                .backend(InProcessBackend.builder())
                .maxSimultaneousTasks(2);
    }

    @Test
    void eventsOfRealJobsEndWithTheClient() {
        TestSubscriber<JobEvent> events = TestSubscriber.create();
        try (Kubeface kubeface = builder().build()) {
            kubeface.events().subscribe(events);
            kubeface.<Integer, Integer>map(x -> x + 1, Flux.range(0, 20)).blockLast(DEADLINE);
            assertThat(kubeface.jobs()).hasSize(1);
            assertThat(kubeface.jobs().get(0).inputs().emitted()).isEqualTo(20);
        }
        events.block(DEADLINE);
        assertThat(events.isTerminatedComplete()).isTrue();
        List<JobEvent> received = events.getReceivedOnNext();
        assertThat(received).filteredOn(JobEvent.TaskEmitted.class::isInstance).hasSize(20);
        assertThat(received.get(0)).isInstanceOf(JobEvent.JobBegan.class);
        assertThat(received.get(received.size() - 1)).isInstanceOf(JobEvent.JobEnded.class);
    }

    @Test
    void aSubscriberOfEventsThatBlocksHoldsUpNoJob() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Kubeface kubeface = builder().build()) {
            kubeface.events().subscribe(new BaseSubscriber<>() {
                @Override
                protected void hookOnNext(JobEvent event) {
                    told.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            });
            StepVerifier.create(kubeface.<Integer, Integer>map(x -> x + 1, Flux.range(0, 200)))
                    .expectNextCount(200)
                    .expectComplete()
                    .verify(DEADLINE);
            assertThat(told.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            goOn.countDown();
        }
    }

    @Test
    void anObserverThatThrowsIsToldNothingMoreAndTheJobGoesOn() {
        List<JobEvent> toldOnce = new CopyOnWriteArrayList<>();
        List<JobEvent> toldAll = new CopyOnWriteArrayList<>();
        try (Kubeface kubeface = builder()
                .observer((job, context) -> {
                    throw new IllegalStateException("not this job");
                })
                .observer((job, context) -> event -> {
                    toldOnce.add(event);
                    throw new IllegalStateException("no events");
                })
                .observer((job, context) -> toldAll::add)
                .build()) {
            kubeface.<Integer, Integer>map(x -> x + 1, Flux.range(0, 3)).blockLast(DEADLINE);
        }
        assertThat(toldOnce).hasSize(1);
        assertThat(toldAll.get(0)).isInstanceOf(JobEvent.JobBegan.class);
        assertThat(toldAll.get(toldAll.size() - 1)).isInstanceOf(JobEvent.JobEnded.class);
    }

    @Test
    void anObserverSeesTheContextOfTheSubscriber() {
        List<Object> seen = new CopyOnWriteArrayList<>();
        try (Kubeface kubeface = builder()
                .observer((job, context) -> {
                    seen.add(context.get("request"));
                    return event -> {};
                })
                .build()) {
            kubeface.<Integer, Integer>map(x -> x + 1, Flux.just(1))
                    .contextWrite(context -> context.put("request", 4711))
                    .blockLast(DEADLINE);
        }
        assertThat(seen).containsExactly(4711);
    }

    @Test
    void usersCodeInTheDriverRunsInTheLoggingContextOfItsJobAndLeavesNone() {
        List<String> seen = new CopyOnWriteArrayList<>();
        List<String> left = new ArrayList<>();
        try (Kubeface kubeface = builder()
                .observer((job, context) ->
                        event -> seen.add("observer " + job.job().equals(MDC.get("kubeface.job"))))
                .build()) {
            kubeface.job("mdc")
                    .onProgress(
                            progress -> seen.add("listener " + progress.job().equals(MDC.get("kubeface.job"))))
                    .<Integer, Integer>map(
                            x -> x + 1,
                            Flux.range(0, 2).doOnNext(input -> seen.add("source " + (MDC.get("kubeface.job") != null))))
                    .doOnNext(result -> seen.add("subscriber "
                            + (result.report().job().equals(MDC.get("kubeface.job"))
                                    && result.report().task().equals(MDC.get("kubeface.task")))))
                    .doOnComplete(() -> left.add(Objects.toString(MDC.get("kubeface.task"))))
                    .blockLast(DEADLINE);
        }
        assertThat(seen)
                .contains("observer true", "listener true", "source true", "subscriber true")
                .noneMatch(line -> line.endsWith("false"));
        assertThat(left).containsExactly("null");
        assertThat(MDC.get("kubeface.job")).isNull();
    }

    /** An input that tells in which logging context it is written to the storage. */
    private static final class Witness implements Serializable {
        private static final long serialVersionUID = 1;
        private static final List<String> SEEN = new CopyOnWriteArrayList<>();

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            SEEN.add(Thread.currentThread().getName().replaceAll("-\\d+$", "") + " " + KeptLogContext.here());
        }
    }

    @Test
    void threadsOfStorageAndOfBackendsWorkInTheLoggingContextOfWhatTheyWorkOn() {
        Result<String> result;
        try (Kubeface kubeface = builder().build()) {
            result = kubeface.<Witness, String>map(input -> KeptLogContext.here(), Flux.just(new Witness()))
                    .blockLast(DEADLINE);
        }
        String task = result.report().job() + "/" + result.report().task();
        assertThat(Witness.SEEN).containsExactly("kubeface-io " + task + "/null");
        assertThat(result.get()).isEqualTo(task + "/1");
    }
}
