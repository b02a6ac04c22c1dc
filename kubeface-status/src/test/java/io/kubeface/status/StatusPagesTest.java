package io.kubeface.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobPages;
import io.kubeface.reactor.JobSnapshot;
import io.kubeface.testkit.store.FaultyObjectStore;
import io.kubeface.testkit.store.RecordingObjectStore;
import io.kubeface.testkit.store.StoreCall;
import io.kubeface.testkit.store.StoreFaults;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;

@Timeout(60)
class StatusPagesTest {
    private static final String ACTIVE = "status/active/" + SimulatedJob.JOB;
    private static final String DONE = "status/done/" + SimulatedJob.JOB;

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final InMemoryObjectStore memory = new InMemoryObjectStore();
    private final RecordingObjectStore store = new RecordingObjectStore(memory);
    private final SimulatedJob counts = new SimulatedJob("n", 10, 2, "", event -> {});

    private StatusPages pages(ObjectStore used) {
        return new StatusPages(new JobPages.Environment(used, job -> Optional.of(counts.snapshot())), () -> time, time);
    }

    private StatusPages onOwnThread(ObjectStore used) {
        return new StatusPages(
                new JobPages.Environment(used, job -> Optional.of(counts.snapshot())),
                () -> Schedulers.newSingle("pages", true),
                time);
    }

    /** Whether it was not interrupted. */
    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private Consumer<JobEvent.OfJob> begin(StatusPages pages) {
        Consumer<JobEvent.OfJob> page = pages.begins(SimulatedJob.began("n", 2), Context.empty());
        pass(Duration.ZERO);
        return page;
    }

    private void pass(Duration duration) {
        time.advanceTimeBy(duration);
    }

    private List<String> names() {
        return memory.list("", null, 100).objects().stream()
                .map(ObjectInfo::name)
                .toList();
    }

    private static JobEvent.OfJob something() {
        return new JobEvent.TaskQueued(SimulatedJob.JOB, "0000000001", SimulatedJob.BEGIN, 1);
    }

    private JobEvent.OfJob end() {
        JobSnapshot last = counts.snapshot();
        return new JobEvent.JobEnded(
                SimulatedJob.JOB, SimulatedJob.BEGIN, JobEvent.End.COMPLETED, Optional.empty(), last);
    }

    @Test
    void aPageIsThereAtOnceAndWrittenEveryTwoSecondsAtMost() {
        Consumer<JobEvent.OfJob> page = begin(pages(store));
        assertThat(names()).containsExactly(ACTIVE + ".html", ACTIVE + ".json");
        store.forget();
        for (int i = 0; i < 1_000; i++) {
            page.accept(something());
            pass(Duration.ofMillis(10));
        }
        assertThat(store.count(StoreCall.Operation.PUT)).isEqualTo(2 * 5);
    }

    @Test
    void aPageIsRenewedEveryHalfMinuteWhileNothingHappens() {
        begin(pages(store));
        store.forget();
        pass(Duration.ofMinutes(10));
        assertThat(store.count(StoreCall.Operation.PUT)).isEqualTo(2 * 20);
    }

    @Test
    void atTheEndThePageMoves() throws Exception {
        Consumer<JobEvent.OfJob> page = begin(pages(store));
        page.accept(end());
        pass(Duration.ZERO);
        assertThat(names()).containsExactly(DONE + ".html", DONE + ".json");
        assertThat(memory.stat(DONE + ".html").orElseThrow().contentType()).startsWith("text/html");
        assertThat(memory.stat(DONE + ".json").orElseThrow().contentType()).isEqualTo("application/json");
        store.forget();
        pass(Duration.ofHours(1));
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void aStorageThatFailsAWhileCostsPagesAndNothingElse() {
        AtomicBoolean fails = new AtomicBoolean(true);
        StoreFaults faults = call -> fails.get() ? StoreFaults.Fault.BEFORE : StoreFaults.Fault.NONE;
        Consumer<JobEvent.OfJob> page = begin(pages(new FaultyObjectStore(memory, faults)));
        page.accept(something());
        pass(Duration.ofSeconds(20));
        assertThat(names()).isEmpty();
        fails.set(false);
        page.accept(something());
        pass(Duration.ofSeconds(2));
        assertThat(names()).containsExactly(ACTIVE + ".html", ACTIVE + ".json");
    }

    @Test
    void closeWaitsForTheLastPage() throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ObjectStore slow = new FaultyObjectStore(memory, call -> {
            writing.countDown();
            awaitQuietly(goOn);
            return StoreFaults.Fault.NONE;
        });
        StatusPages pages = onOwnThread(slow);
        pages.begins(SimulatedJob.began("n", 2), Context.empty()).accept(end());
        TestSubscriber<Void> closed = TestSubscriber.create();
        pages.close().subscribe(closed);
        writing.await();
        assertThat(closed.isTerminated()).isFalse();
        goOn.countDown();
        closed.block();
        assertThat(names()).containsExactly(DONE + ".html", DONE + ".json");
    }

    @Test
    void aStorageThatHangsHoldsUpNoEventAndCloseForTenSeconds() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        ObjectStore hanging = new FaultyObjectStore(memory, call -> {
            hangs.countDown();
            if (!awaitQuietly(new CountDownLatch(1))) {
                interrupted.countDown();
            }
            return StoreFaults.Fault.BEFORE;
        });
        StatusPages pages = onOwnThread(hanging);
        Consumer<JobEvent.OfJob> page = pages.begins(SimulatedJob.began("n", 2), Context.empty());
        hangs.await();
        page.accept(something());
        page.accept(end());
        TestSubscriber<Void> closed = TestSubscriber.create();
        pages.close().subscribe(closed);
        pass(StatusPages.LONGEST_CLOSE.minusMillis(1));
        assertThat(closed.isTerminated()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(closed.isTerminatedComplete()).isTrue();
        interrupted.await();
    }

    @Test
    void aPageHasAnAddressBeforeItIsWritten() {
        assertThat(pages(store).addresses(SimulatedJob.JOB))
                .isEqualTo(new JobPages.Addresses(memory.address(ACTIVE + ".html"), memory.address(DONE + ".html")));
    }
}
