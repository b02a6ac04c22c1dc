package io.kubeface.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.CompletionPolicy;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobSnapshot;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.Speculation;
import io.kubeface.reactor.engine.Policies;
import io.kubeface.testkit.backend.ManualAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.subscriber.TestSubscriber;

class JobEventsTest {
    private final EngineHarness harness = new EngineHarness(2);
    private final TestSubscriber<JobEvent> events = TestSubscriber.create();

    private TestSubscriber<Result<Integer>> subscribe(Flux<Result<Integer>> flux) {
        TestSubscriber<Result<Integer>> subscriber = TestSubscriber.create();
        flux.subscribe(subscriber);
        harness.settle();
        return subscriber;
    }

    private List<String> told() {
        harness.settle();
        return events.getReceivedOnNext().stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private <E extends JobEvent> E only(Class<E> type) {
        List<E> found = events.getReceivedOnNext().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void theLifeOfATaskIsToldInOrder() {
        harness.engine.jobEvents().subscribe(events);
        subscribe(harness.map(Flux.just(7)));
        harness.pass(Duration.ofSeconds(2));
        harness.attempt(0).started();
        harness.settle();
        harness.pass(Duration.ofSeconds(3));
        harness.succeed(harness.attempt(0), 70);
        assertThat(told())
                .containsExactly(
                        "JobBegan",
                        "JobPrepared",
                        "TaskQueued",
                        "TaskWritten",
                        "AttemptLaunched",
                        "AttemptStarted",
                        "TaskSettled",
                        "TaskEmitted",
                        "AttemptEnded",
                        "JobEnded");
        assertThat(only(JobEvent.AttemptEnded.class).ran()).isEqualTo(Duration.ofSeconds(3));
        assertThat(only(JobEvent.TaskSettled.class).elapsed()).isEqualTo(Duration.ofSeconds(5));
        assertThat(only(JobEvent.TaskSettled.class).succeeded()).isTrue();
        assertThat(only(JobEvent.JobEnded.class).end()).isEqualTo(JobEvent.End.COMPLETED);
    }

    @Test
    void aLostAttemptIsToldWithItsCauseAndTheAddressOfItsLog() {
        harness.engine.jobEvents().subscribe(events);
        subscribe(harness.map(Flux.just(7)));
        harness.attempt(0).crashed();
        harness.settle();
        harness.succeed(harness.attempt(0), 70);
        assertThat(told())
                .containsSubsequence("AttemptEnded", "AttemptLost", "TaskRetried", "AttemptLaunched", "TaskSettled");
        assertThat(only(JobEvent.AttemptLost.class).kind()).isEqualTo(FailureKind.WORKER_CRASH);
        assertThat(only(JobEvent.AttemptLost.class).reason()).contains("signal 9");
        assertThat(only(JobEvent.TaskRetried.class).pause()).isEqualTo(Duration.ZERO);
        assertThat(events.getReceivedOnNext().stream()
                        .filter(JobEvent.AttemptEnded.class::isInstance)
                        .map(event -> ((JobEvent.AttemptEnded) event).log()))
                .allMatch(log -> log.contains("logs/"))
                .anyMatch(log -> log.endsWith("0000000000-1"))
                .anyMatch(log -> log.endsWith("0000000000-2"));
    }

    @Test
    void aPreparedJobTellsItsOptionsByTheirNames() {
        harness.engine.jobEvents().subscribe(events);
        Policies policies = Policies.DEFAULT
                .withTimeout(Duration.ofMinutes(90))
                .withCompletion(CompletionPolicy.toleratedFailures(3))
                .withSpeculation(Speculation.DEFAULT);
        subscribe(harness.map(policies, Flux.empty()));
        JobEvent.JobPrepared prepared = only(JobEvent.JobPrepared.class);
        assertThat(prepared.key()).isEqualTo(prepared.job());
        assertThat(prepared.storage()).isEqualTo(harness.store.url());
        assertThat(prepared.backend()).isEqualTo("manual");
        assertThat(prepared.options())
                .containsEntry("timeout", "1h 30m")
                .containsEntry("completion", "tolerated failures 3")
                .containsEntry("speculation", "the last 20.0 %, slower than 99.0 %, 1 times at most")
                .containsEntry("keep", "nothing")
                .containsEntry("window", "256");
    }

    @Test
    void aFailureIsToldInBriefWhenItGoesToTheSubscriber() {
        harness.engine.jobEvents().subscribe(events);
        TestSubscriber<Result<Integer>> results =
                TestSubscriber.builder().initialRequest(1).build();
        harness.map(Flux.just(7, 8)).subscribe(results);
        harness.settle();
        harness.succeed(harness.attempt(0), 70);
        ManualAttempt failing = harness.attempt(1);
        harness.writeFailure(failing, "x".repeat(5_000));
        harness.tell(failing.spec().address().failure());
        failing.finished();
        assertThat(told()).contains("TaskSettled").doesNotContain("InputFailed");
        results.request(1);
        assertThat(told()).containsSubsequence("InputFailed", "TaskEmitted");
        JobEvent.InputFailed failed = only(JobEvent.InputFailed.class);
        assertThat(failed.index()).isEqualTo(1);
        assertThat(failed.task()).isEqualTo("0000000001");
        assertThat(failed.cause().type()).isEqualTo("java.lang.ArithmeticException");
        assertThat(failed.cause().message()).hasSizeLessThan(2_100);
        assertThat(failed.log()).endsWith("0000000001-1");
    }

    @Test
    void aSlowSubscriberIsToldHowManyItMissedAndSlowsNothing() {
        TestSubscriber<JobEvent> slow =
                TestSubscriber.builder().initialRequest(1).build();
        harness.engine.jobEvents().subscribe(slow);
        harness.engine.jobEvents().subscribe(events);
        TestSubscriber<Result<Integer>> results = subscribe(harness.map(Flux.range(0, 700)));
        while (!harness.backend.running().isEmpty()) {
            harness.succeedAll();
        }
        assertThat(results.isTerminatedComplete()).isTrue();
        assertThat(slow.getReceivedOnNext()).hasSize(1);
        slow.request(Long.MAX_VALUE);
        harness.settle();
        int all = events.getReceivedOnNext().size();
        List<JobEvent> received = slow.getReceivedOnNext();
        JobEvent last = received.get(received.size() - 1);
        assertThat(last).isInstanceOf(JobEvent.Missed.class);
        assertThat(((JobEvent.Missed) last).count()).isEqualTo(all - 4_097);
        assertThat(received.subList(0, received.size() - 1))
                .isEqualTo(events.getReceivedOnNext().subList(0, 4_097));
        // It is up to date again.
        subscribe(harness.map(Flux.empty()));
        assertThat(slow.getReceivedOnNext().get(received.size())).isInstanceOf(JobEvent.JobBegan.class);
    }

    @Test
    void whatIsMissedIsToldBeforeWhatCameAfterIt() {
        TestSubscriber<JobEvent> slow =
                TestSubscriber.builder().initialRequest(0).build();
        harness.engine.jobEvents().subscribe(slow);
        subscribe(harness.map(Flux.range(0, 700)));
        while (!harness.backend.running().isEmpty()) {
            harness.succeedAll();
        }
        slow.request(10);
        harness.settle();
        subscribe(harness.map(Flux.empty()));
        slow.request(Long.MAX_VALUE);
        harness.settle();
        List<JobEvent> end = slow.getReceivedOnNext().subList(4_096, 4_100);
        assertThat(end.get(0)).isInstanceOf(JobEvent.Missed.class);
        assertThat(end.get(1)).isInstanceOf(JobEvent.JobBegan.class);
        assertThat(end.get(2)).isInstanceOf(JobEvent.JobPrepared.class);
        assertThat(end.get(3)).isInstanceOf(JobEvent.JobEnded.class);
    }

    @Test
    void eventsCompleteWhenTheEngineIsClosed() {
        harness.engine.jobEvents().subscribe(events);
        TestSubscriber<JobEvent> waiting =
                TestSubscriber.builder().initialRequest(0).build();
        harness.engine.jobEvents().subscribe(waiting);
        subscribe(harness.map(Flux.just(1)));
        harness.engine.close().subscribe();
        harness.settle();
        assertThat(told()).endsWith("JobEnded");
        assertThat(only(JobEvent.JobEnded.class).end()).isEqualTo(JobEvent.End.FAILED);
        assertThat(only(JobEvent.JobEnded.class).error()).get().isInstanceOf(IllegalStateException.class);
        assertThat(events.isTerminatedComplete()).isTrue();
        assertThat(waiting.isTerminated()).isFalse();
        waiting.request(100);
        harness.settle();
        assertThat(waiting.getReceivedOnNext()).isEqualTo(events.getReceivedOnNext());
        assertThat(waiting.isTerminatedComplete()).isTrue();
        TestSubscriber<JobEvent> late = TestSubscriber.create();
        harness.engine.jobEvents().subscribe(late);
        harness.settle();
        assertThat(late.isTerminatedComplete()).isTrue();
    }

    @Test
    void aCancelledSubscriberGetsNothingMoreAndOthersGoOn() {
        TestSubscriber<JobEvent> first = TestSubscriber.create();
        harness.engine.jobEvents().subscribe(first);
        harness.engine.jobEvents().subscribe(events);
        subscribe(harness.map(Flux.just(1)));
        int before = first.getReceivedOnNext().size();
        first.cancel();
        harness.succeedAll();
        assertThat(first.getReceivedOnNext()).hasSize(before).isNotEmpty();
        assertThat(told()).endsWith("JobEnded");
    }

    @Test
    void aSubscriberThatThrowsIsCancelledAndTheJobGoesOn() {
        harness.engine.jobEvents().subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnNext(JobEvent event) {
                throw new IllegalStateException("no events, please");
            }

            @Override
            protected void hookOnError(Throwable error) {
                // What it threw itself.
            }
        });
        TestSubscriber<Result<Integer>> results = subscribe(harness.map(Flux.just(1)));
        harness.succeedAll();
        assertThat(results.isTerminatedComplete()).isTrue();
    }

    @Test
    void aJobThatIsCancelledSaysSo() {
        harness.engine.jobEvents().subscribe(events);
        subscribe(harness.map(Flux.range(0, 10))).cancel();
        harness.settle();
        JobEvent.JobEnded ended = only(JobEvent.JobEnded.class);
        assertThat(ended.end()).isEqualTo(JobEvent.End.CANCELLED);
        assertThat(ended.snapshot().tasks().dropped())
                .isEqualTo(ended.snapshot().tasks().queued())
                .isPositive();
        assertThat(told()).filteredOn("AttemptKilled"::equals).hasSize(2);
        assertThat(told()).filteredOn("AttemptEnded"::equals).hasSize(2);
    }

    @Test
    void aSnapshotCountsWhatHappened() {
        TestSubscriber<Result<Integer>> results =
                TestSubscriber.builder().initialRequest(3).build();
        harness.map(Flux.range(0, 10)).subscribe(results);
        harness.settle();
        harness.pass(Duration.ofSeconds(1));
        harness.attempt(0).crashed();
        harness.settle();
        ManualAttempt failing = harness.attempt(1);
        harness.writeFailure(failing, "/ by zero");
        failing.finished();
        harness.settle();
        harness.succeed(harness.attempt(0), 0);
        JobSnapshot job = harness.engine.jobs().get(0);
        assertThat(job.end()).isEmpty();
        assertThat(job.elapsed()).isEqualTo(Duration.ofSeconds(1));
        assertThat(job.inputs().succeeded()).isEqualTo(1);
        assertThat(job.inputs().failed()).isEqualTo(1);
        assertThat(job.inputs().failedByKind()).isEqualTo(Map.of(FailureKind.USER_ERROR, 1L));
        assertThat(job.inputs().emitted()).isEqualTo(2);
        assertThat(job.inputs().taken()).isEqualTo(5);
        assertThat(job.tasks()).isEqualTo(new JobSnapshot.Tasks(5, 1, 2, 0, 2, 0));
        assertThat(job.attempts().launched()).isEqualTo(5);
        assertThat(job.attempts().running()).isEqualTo(2);
        assertThat(job.attempts().retried()).isEqualTo(Map.of(FailureKind.WORKER_CRASH, 1L));
        assertThat(job.queueTime().count()).isEqualTo(4);
    }

    @Test
    void quantilesAreThoseOfTheTasks() {
        subscribe(harness.map(Flux.range(0, 100)));
        for (int task = 0; task < 100; task++) {
            harness.pass(Duration.ofMillis(10));
            harness.succeed(harness.attempt(task), task);
        }
        JobSnapshot job = harness.engine.jobs().get(0);
        assertThat(job.end()).contains(JobEvent.End.COMPLETED);
        assertThat(job.runTime())
                .isEqualTo(new JobSnapshot.Times(
                        100,
                        Duration.ofMillis(20),
                        Duration.ofMillis(20),
                        Duration.ofMillis(20),
                        Duration.ofMillis(20)));
    }

    @Test
    void theLastEndedJobsAreKeptAndNoMore() {
        for (int job = 0; job < 30; job++) {
            subscribe(harness.map(Flux.empty()));
        }
        TestSubscriber<Result<Integer>> running = subscribe(harness.map(Flux.just(1)));
        List<JobSnapshot> jobs = harness.engine.jobs();
        assertThat(jobs).hasSize(21);
        assertThat(jobs.subList(0, 20)).allMatch(job -> job.end().isPresent());
        assertThat(jobs.get(20).end()).isEmpty();
        running.cancel();
        harness.settle();
        assertThat(harness.engine.jobs()).hasSize(20);
        assertThat(harness.engine.jobs().get(19).end()).contains(JobEvent.End.CANCELLED);
    }

    @Test
    void aGroupOfWhichSomeFailedIsCountedByInput() {
        subscribe(
                harness.engine.<Integer, Integer>job(EngineHarness.plan(true, 4, Optional.empty()), Flux.range(0, 4)));
        ManualAttempt attempt = harness.attempt(0);
        harness.writeMixed(attempt, 3, "/ by zero");
        attempt.finished();
        harness.settle();
        JobSnapshot.Inputs inputs = harness.engine.jobs().get(0).inputs();
        assertThat(inputs.succeeded()).isEqualTo(3);
        assertThat(inputs.failed()).isEqualTo(1);
        assertThat(inputs.failedByKind()).isEqualTo(Map.of(FailureKind.USER_ERROR, 1L));
        assertThat(inputs.total()).hasValue(4);
    }
}
