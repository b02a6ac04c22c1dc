package io.kubeface.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kubeface.reactor.JobEvent;
import io.kubeface.status.JobStatus.Bar;
import io.kubeface.status.JobStatus.Bucket;
import io.kubeface.status.JobStatus.End;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobTrackerTest {
    private static long count(JobStatus status, End end) {
        return status.timeline().attempts().stream()
                .filter(bar -> bar.end() == end)
                .count();
    }

    @Test
    void eachAttemptHasABarThatSaysWhatBecameOfIt() {
        JobStatus status = Statuses.done(300, "");
        assertThat(status.timeline().attempts()).hasSize((int) status.attempts().launched());
        assertThat(count(status, End.FAILED)).isEqualTo(status.inputs().failed());
        assertThat(count(status, End.LOST)).isEqualTo(status.attempts().retries());
        assertThat(count(status, End.RACED)).isEqualTo(2);
        assertThat(count(status, End.SUCCEEDED))
                .isEqualTo(status.inputs().succeeded() - status.inputs().reused() - 1);
        assertThat(status.timeline().attempts().stream().filter(Bar::speculative))
                .hasSize(1);
    }

    @Test
    void attemptsThatRanAtOnceHaveLanesOfTheirOwn() {
        JobStatus status = Statuses.done(300, "");
        assertThat(status.timeline().lanes()).isEqualTo(12);
        List<Bar> bars = status.timeline().attempts().stream()
                .sorted(Comparator.comparingInt(Bar::lane).thenComparingDouble(Bar::startSeconds))
                .toList();
        for (int i = 1; i < bars.size(); i++) {
            if (bars.get(i).lane() == bars.get(i - 1).lane()) {
                assertThat(bars.get(i).startSeconds())
                        .isGreaterThanOrEqualTo(bars.get(i - 1).endSeconds().orElseThrow());
            }
        }
    }

    @Test
    void pastFiveHundredAttemptsOnlyTheTimeIsParted() {
        JobStatus status = Statuses.done(2_000, "");
        assertThat(status.timeline().attempts()).isEmpty();
        List<Bucket> buckets = status.timeline().buckets();
        assertThat(buckets).hasSizeBetween(TimeBuckets.MOST / 2, TimeBuckets.MOST);
        assertThat(buckets.stream().mapToLong(Bucket::succeeded).sum())
                .isEqualTo(status.inputs().succeeded() - status.inputs().reused());
        assertThat(buckets.stream().mapToLong(Bucket::reused).sum())
                .isEqualTo(status.inputs().reused());
        assertThat(buckets.stream().mapToLong(Bucket::failed).sum())
                .isEqualTo(status.inputs().failed());
        assertThat(buckets.stream().mapToDouble(Bucket::running)).allMatch(running -> running <= 12);
        assertThat(buckets.get(buckets.size() / 4).running()).isGreaterThan(10);
    }

    @Test
    void runTimesAreInBinsFromTheShortestToTheLongest() {
        JobStatus status = Statuses.done(300, "");
        assertThat(status.runTimes()).hasSize(24);
        assertThat(status.runTimes().stream().mapToLong(JobStatus.Bin::count).sum())
                .as("those of the race are not known")
                .isEqualTo(300 - status.inputs().reused() - 1);
    }

    @Test
    void theSlowestAndTheLongestRunningComeFirst() {
        assertThat(Statuses.done(300, "").slowest())
                .hasSize(10)
                .isSortedAccordingTo(
                        Comparator.comparingDouble(JobStatus.Run::seconds).reversed())
                .first()
                .extracting(JobStatus.Run::task, JobStatus.Run::seconds)
                .containsExactly("0000000291", 95.0);
        assertThat(Statuses.active(300, Duration.ofMinutes(2)).running())
                .extracting(JobStatus.Run::task)
                .contains("0000000291");
    }

    @Test
    void alikeFailuresAreCountedAndOthersShownToAFewOfAKind() {
        JobStatus.FailureGroup group = Statuses.done(300, "").failures().get(0);
        assertThat(group.kind()).isEqualTo("user-error");
        assertThat(group.count()).isEqualTo(9);
        assertThat(group.examples())
                .extracting(JobStatus.FailureExample::message, JobStatus.FailureExample::count)
                .containsExactly(
                        tuple("alpha must be above 0; got -11", 1L),
                        tuple("/ by zero", 4L),
                        tuple("alpha must be above 0; got -69", 1L));
        assertThat(Statuses.done(300, "").losses().get(0).count()).isEqualTo(12);
    }

    @Test
    void configurationAndCodeAreToldAndCut() {
        JobStatus.Setup setup = Statuses.done(20, "x".repeat(1_000)).setup().orElseThrow();
        assertThat(setup.jars()).isEqualTo(80);
        assertThat(setup.code()).hasSize(60);
        assertThat(setup.options()).containsAllEntriesOf(Map.of("retry", "2", "timeout", "10m"));
        assertThat(setup.options().get("hostile")).hasSize(301).endsWith("…");
    }

    @Test
    void whatRunsWhenTheJobEndsIsShownAsEndedEarly() {
        JobTracker tracker = new JobTracker(SimulatedJob.began("n", 12));
        SimulatedJob job = new SimulatedJob("n", 300, 12, "", tracker::accept).until(Duration.ofSeconds(10));
        tracker.accept(new JobEvent.JobEnded(
                SimulatedJob.JOB,
                SimulatedJob.BEGIN.plusSeconds(10),
                JobEvent.End.FAILED,
                Optional.of(new IllegalStateException("stopped\u001b")),
                job.snapshot()));
        JobStatus status = tracker.status(job.snapshot());
        assertThat(count(status, End.RUNNING)).isZero();
        assertThat(count(status, End.KILLED)).isBetween(8L, 12L);
        assertThat(status.running()).isEmpty();
        assertThat(status.error()).contains("java.lang.IllegalStateException: stopped\\u001b");
    }
}
