package io.kubeface.testkit.engine;

import static io.kubeface.testkit.engine.ReuseBench.KEY;
import static io.kubeface.testkit.engine.ReuseBench.TIMES_TEN;
import static io.kubeface.testkit.engine.ReuseBench.values;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.lifecycle.CleanupReport;
import io.kubeface.core.store.PutMode;
import io.kubeface.reactor.KeepPolicy;
import io.kubeface.reactor.KeepPolicy.Keep;
import io.kubeface.reactor.LogNotFoundException;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.TaskLog;
import io.kubeface.reactor.engine.Storing;
import io.kubeface.testkit.engine.ReuseBench.Driver;
import io.kubeface.testkit.store.StoreCall;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

class EngineLifecycleTest {
    private final ReuseBench bench = new ReuseBench();
    private final Driver driver = bench.driver();

    private TestSubscriber<Result<Integer>> ofItsOwn(Driver of, KeepPolicy keep, Integer... inputs) {
        return of.subscribe(ReuseBench.plan(TIMES_TEN, 1, true, new Storing(Optional.empty(), keep)), inputs);
    }

    private static CleanupReport done(Driver by, Mono<CleanupReport> cleanup) {
        TestSubscriber<CleanupReport> subscriber = TestSubscriber.create();
        cleanup.subscribe(subscriber);
        by.settle();
        return subscriber.getReceivedOnNext().get(0);
    }

    private long leaseWrites() {
        return driver.recorded.calls().stream()
                .filter(call -> call.operation() == StoreCall.Operation.PUT)
                .filter(call -> call.names().get(0).contains("/lease-"))
                .count();
    }

    @Test
    void aJobThatRunsRenewsItsLeaseOnceAMinute() {
        TestSubscriber<Result<Integer>> subscriber = ofItsOwn(driver, KeepPolicy.NOTHING, 1);
        assertThat(leaseWrites()).isEqualTo(1);
        driver.pass(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(leaseWrites()).isEqualTo(6);
        driver.finish();
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        driver.pass(Duration.ofMinutes(5));
        assertThat(leaseWrites()).isEqualTo(6);
        assertThat(bench.names("")).isEmpty();
    }

    @Test
    void aLeaseIsRenewedWhileAnEndingJobWaitsForItsWorkers() {
        TestSubscriber<Result<Integer>> subscriber = ofItsOwn(driver, KeepPolicy.NOTHING, 1);
        driver.backend.holdKills(true);
        subscriber.cancel();
        driver.pass(Duration.ofMinutes(3).plusSeconds(1));
        assertThat(leaseWrites()).isEqualTo(4);
        driver.backend.running().get(0).crashed();
        driver.settle();
        assertThat(bench.names("")).isEmpty();
    }

    @Test
    void ofAJobThatKeepsFailuresOnlyThoseStay() {
        ofItsOwn(driver, KeepPolicy.FAILURES, 1, 2);
        driver.fail(driver.attempt(1), "no");
        driver.finish();
        assertThat(bench.names("inputs/")).hasSize(1);
        assertThat(bench.names("results/")).singleElement().asString().endsWith(".failure-1");
        // To look at a failed task again one needs its function.
        assertThat(bench.names("jobs/")).hasSize(2).anyMatch(name -> name.contains("/ended-"));
        assertThat(done(driver, driver.engine.cleanup()).objects()).isEqualTo(4);
        assertThat(bench.names("")).isEmpty();
    }

    @Test
    void aJobWithoutFailuresKeepsNothingOfThem() {
        ofItsOwn(driver, KeepPolicy.FAILURES, 1, 2);
        driver.finish();
        assertThat(bench.names("")).isEmpty();
    }

    @Test
    void eachKindOfObjectIsKeptByItself() {
        ofItsOwn(driver, new KeepPolicy(Keep.NOTHING, Keep.ALL, Keep.NOTHING), 1, 2);
        driver.finish();
        assertThat(bench.names("results/")).hasSize(2);
        assertThat(bench.names("inputs/")).isEmpty();
    }

    @Test
    void cleanupTakesTheValuesUnderItsOwnCacheKeys() {
        driver.map(1, 2, 3);
        driver.finish();
        assertThat(bench.values()).hasSize(3);
        CleanupReport report = done(driver, driver.engine.cleanup());
        assertThat(report.objects()).isEqualTo(3);
        assertThat(report.cleaned()).containsExactly(KEY.value());
        assertThat(bench.names("")).isEmpty();
        assertThat(done(driver, driver.engine.cleanup())).isEqualTo(CleanupReport.NOTHING);
    }

    @Test
    void cleanupLeavesTheValuesThatALiveJobOfAnotherDriverMayNeed() {
        driver.map(TIMES_TEN, 1, KeepPolicy.ALL, 1, 2);
        driver.fail(driver.attempt(2), "no");
        driver.finish();
        Driver other = bench.driver();
        TestSubscriber<Result<Integer>> subscriber = other.map(1, 3);
        CleanupReport report = done(driver, driver.engine.cleanup());
        assertThat(report.live()).hasSize(1);
        assertThat(bench.values()).hasSize(1);
        assertThat(bench.names("results/")).noneMatch(name -> name.contains("failure"));
        other.finish();
        assertThat(values(subscriber)).containsExactly(10, 30);
        done(driver, driver.engine.cleanup());
        assertThat(bench.names("")).isEmpty();
    }

    @Test
    void cleanupByNameTakesAnyonesAndNothingOfALiveJob() {
        Driver other = bench.driver();
        TestSubscriber<Result<Integer>> running = other.map(1, 2);
        assertThat(done(driver, driver.engine.cleanup("grid", KEY)).live()).hasSize(1);
        other.finish();
        assertThat(values(running)).containsExactly(10, 20);
        assertThat(done(driver, driver.engine.cleanup("grid", KEY)).objects()).isEqualTo(2);
        assertThat(bench.names("")).isEmpty();
    }

    @Test
    void aFunctionThatCannotBeShippedLeavesNoLease() {
        Object captured = new Object();
        TestSubscriber<Result<Integer>> subscriber = driver.map(input -> captured.hashCode(), 1, KeepPolicy.ALL, 1);
        assertThat(subscriber.expectTerminalError()).isNotNull();
        assertThat(bench.names("")).isEmpty();
    }

    @Test
    void aLiveJobIsNoOrphan() {
        ofItsOwn(driver, KeepPolicy.NOTHING, 1);
        List<String> before = bench.names("");
        Driver other = bench.driver();
        assertThat(done(other, other.engine.cleanup())).isEqualTo(CleanupReport.NOTHING);
        assertThat(bench.names("")).isEqualTo(before);
    }

    private static TestSubscriber<String> log(Driver of, Result<Integer> result) {
        TestSubscriber<String> subscriber = TestSubscriber.create();
        result.log().subscribe(subscriber);
        of.settle();
        return subscriber;
    }

    private void printed(Driver by, int input, String text) throws IOException {
        bench.store.put(
                by.attempt(input).spec().address().log().path(),
                PutMode.REPLACE,
                "text/plain",
                out -> out.write(text.getBytes(UTF_8)));
    }

    @Test
    void aLogThatIsKeptIsReadEachTimeItIsAskedFor() throws IOException {
        TestSubscriber<Result<Integer>> results = ofItsOwn(driver, KeepPolicy.ALL, 1);
        driver.attempt(1).crashed();
        driver.pass(Duration.ofMinutes(1));
        printed(driver, 1, "first \u001b[31m\nlast");
        driver.finish();
        Result<Integer> result = results.getReceivedOnNext().get(0);
        assertThat(result.report().attempts()).hasSize(2);
        assertThat(log(driver, result).getReceivedOnNext()).containsExactly("first \u241b[31m\nlast");

        assertThat(bench.names("logs/")).hasSize(1);
        done(driver, driver.engine.cleanup());
        assertThat(log(driver, result).expectTerminalError())
                .isInstanceOf(LogNotFoundException.class)
                .hasMessageContaining(result.report().log().address())
                .hasMessageContaining("removed since");
    }

    @Test
    void onlyTheEndOfALongLogIsRead() throws IOException {
        TestSubscriber<Result<Integer>> results = ofItsOwn(driver, KeepPolicy.ALL, 1);
        printed(driver, 1, "line\n".repeat(TaskLog.MAX_BYTES / 5 + 2) + "last\n");
        driver.finish();
        String text = log(driver, results.getReceivedOnNext().get(0))
                .getReceivedOnNext()
                .get(0);
        assertThat(text)
                .hasSizeLessThanOrEqualTo(TaskLog.MAX_BYTES)
                .startsWith("line\n")
                .endsWith("\nlast\n");
    }

    @Test
    void aLogThatIsNotKeptIsNotAskedFor() {
        TestSubscriber<Result<Integer>> results = ofItsOwn(driver, KeepPolicy.FAILURES, 1);
        driver.finish();
        driver.recorded.forget();
        assertThat(log(driver, results.getReceivedOnNext().get(0)).expectTerminalError())
                .isInstanceOf(LogNotFoundException.class)
                .hasMessageContaining("keeps the logs of FAILURES")
                .hasMessageContaining("KeepPolicy.ALL");
        assertThat(driver.recorded.calls()).isEmpty();
    }

    @Test
    void aReusedResultHasNoLogOfThisJob() {
        driver.map(TIMES_TEN, 1, KeepPolicy.ALL, 1);
        driver.finish();
        Driver later = bench.driver();
        TestSubscriber<Result<Integer>> results = later.map(TIMES_TEN, 1, KeepPolicy.ALL, 1);
        later.settle();
        assertThat(log(later, results.getReceivedOnNext().get(0)).expectTerminalError())
                .hasMessageContaining("earlier run");
    }
}
