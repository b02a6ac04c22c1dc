package io.kubeface.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.TaskContext;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.InProcessBackend;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class InProcessBackendTest implements BackendContract {

    private static volatile CountDownLatch entered = new CountDownLatch(1);
    private static volatile CountDownLatch mayReturn = new CountDownLatch(1);

    private static final AtomicInteger CALLS = new AtomicInteger();

    private final ObjectStore store = new InMemoryObjectStore();
    private final Backend backend =
            InProcessBackend.builder().create(new Backend.Environment(store, Schedulers.boundedElastic()));
    private final RealTasks tasks = RealTasks.unstaged(store);

    @AfterEach
    void close() throws IOException {
        backend.close().block(deadline());
        store.close();
    }

    @Override
    public Backend backend() {
        return backend;
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public AttemptSpec quick() throws IOException {
        return tasks.attempt(x -> x * x);
    }

    @Override
    public AttemptSpec endless() throws IOException {
        return tasks.attempt(RealTasks::sleepForAnHour);
    }

    @Test
    void theFunctionRunsOnAThreadOfItsOwnThatMayBlock() throws IOException {
        AttemptSpec spec = tasks.attempt(x -> {
            if (Schedulers.isInNonBlockingThread()
                    || !Thread.currentThread().getName().startsWith("kubeface-task-")
                    || TaskContext.current().attempt() != 1) {
                throw new IllegalStateException(Thread.currentThread().getName());
            }
            return x;
        });

        end(spec);

        assertThat(store.stat(spec.address().value().path())).isPresent();
    }

    @Test
    void aFunctionThatIgnoresInterruptionIsWaitedFor() throws Exception {
        entered = new CountDownLatch(1);
        mayReturn = new CountDownLatch(1);
        Attempt attempt =
                backend.launch(tasks.attempt(InProcessBackendTest::stubborn)).block(deadline());
        entered.await();

        StepVerifier.create(attempt.kill())
                .expectSubscription()
                .then(() -> assertThat(mayReturn.getCount()).isOne())
                .then(mayReturn::countDown)
                .expectComplete()
                .verify(deadline());
    }

    @Test
    void aKilledAttemptBeginsNoFurtherInputWhateverTheFunctionMakesOfTheInterrupt() throws Exception {
        entered = new CountDownLatch(1);
        mayReturn = new CountDownLatch(1);
        CALLS.set(0);
        Attempt attempt = backend.launch(tasks.attempt(InProcessBackendTest::stubborn, List.of(1, 2, 3)))
                .block(deadline());
        entered.await();

        StepVerifier.create(attempt.kill())
                .expectSubscription()
                .then(mayReturn::countDown)
                .expectComplete()
                .verify(deadline());

        AttemptEvent.Ended ended = (AttemptEvent.Ended) attempt.events().last().block(deadline());
        assertThat(ended.exit().reason()).isEqualTo("killed by the driver");
        assertThat(CALLS).hasValue(1);
    }

    @Test
    void aFunctionThatFailsLeavesItsFailure() throws IOException {
        AttemptSpec spec = tasks.attempt(x -> Math.floorDiv(x, x - 7));

        AttemptEvent.Ended ended = end(spec);

        assertThat(ended.exit().ifNoResult()).isEqualTo(FailureKind.USER_ERROR);
        assertThat(store.stat(spec.address().failure().path())).isPresent();
    }

    @Test
    void anInputThatIsToGoIsGone() throws IOException {
        AttemptSpec spec = quick();
        end(new AttemptSpec(spec.address(), spec.manifest(), spec.code(), true));

        assertThat(store.stat(spec.address().input().path())).isEmpty();
    }

    @Test
    void noThreadIsLeftAfterTheEnd() throws Exception {
        Attempt attempt = backend.launch(endless()).block(deadline());
        AttemptEvent.Started started = (AttemptEvent.Started) attempt.events().blockFirst(deadline());
        Thread thread = Thread.getAllStackTraces().keySet().stream()
                .filter(any -> started.place().worker().equals("thread " + any.getName()))
                .findAny()
                .orElseThrow();

        backend.close().block(deadline());

        thread.join(deadline().toMillis());
        assertThat(thread.isAlive()).isFalse();
    }

    private AttemptEvent.Ended end(AttemptSpec spec) {
        return (AttemptEvent.Ended)
                backend.launch(spec).flatMapMany(Attempt::events).last().block(deadline());
    }

    private static Integer stubborn(Integer input) {
        CALLS.incrementAndGet();
        entered.countDown();
        while (true) {
            try {
                mayReturn.await();
                return input;
            } catch (InterruptedException e) {
                // Ignored: that is what this function is for.
            }
        }
    }
}
