package io.kubeface.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.ItemOutcome;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.core.task.TaskResult;
import io.kubeface.core.task.WorkerExit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which an attempt can fail, through a real process. */
class WorkerFailuresTest {

    @TempDir
    Path directory;

    private PreparedJob job;

    @BeforeEach
    void prepare() throws IOException {
        job = new PreparedJob(directory);
    }

    @Test
    void systemExitIsAFailureThatNamesTheCaller() throws Exception {
        TaskAddress task = job.task(Functions.EXIT_SEVEN, 1);

        assertThat(job.run(task)).isEqualTo(7);

        FailureReport failure = job.failure(task);
        assertThat(failure.kind()).isEqualTo(FailureKind.USER_ERROR);
        assertThat(failure.message()).contains("System.exit");
        assertThat(failure.frames())
                .anySatisfy(frame -> assertThat(frame.getClassName()).isEqualTo(Functions.class.getName()));
        assertThat(job.log(task)).contains("about to exit");
    }

    @Test
    void systemExitOfAVirtualThreadIsAFailureToo() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "NOT TESTED: this Java has no virtual threads");
        TaskAddress task = job.task(Functions.EXIT_VIRTUALLY, 1);

        assertThat(job.run(task)).isEqualTo(7);
        assertThat(job.failure(task).message()).contains("System.exit");
    }

    @Test
    void ofADeepStackThatExitedSomeFramesAreKept() throws Exception {
        TaskAddress task = job.task(Functions.EXIT_AT_DEPTH, 3_000);

        assertThat(job.run(task)).isEqualTo(7);
        assertThat(job.failure(task).frames()).hasSizeBetween(1_000, 1_001);
    }

    @Test
    void haltLeavesNothing() throws Exception {
        TaskAddress task = job.task(Functions.HALT, 1);

        assertThat(job.run(task)).isEqualTo(9);
        assertThat(job.has(task.failure())).isFalse();
        assertThat(job.has(task.value())).isFalse();
    }

    @Test
    void aTerminatingSignalLeavesNothing() throws Exception {
        TaskAddress task = job.task(Functions.NEVER_END, 1);
        Process worker = job.builder(List.of(), task).start();
        assertThat(worker.inputReader().readLine()).isEqualTo("running");

        worker.destroy();

        assertThat(worker.waitFor()).isEqualTo(128 + 15);
        assertThat(job.has(task.failure())).isFalse();
    }

    @Test
    void aFullHeapIsAFailureThatNamesTheLimit() throws Exception {
        TaskAddress task = job.task(Functions.FILL_THE_HEAP, 1, 2);

        int exit = job.start(List.of("-Xmx32m"), task).exitCode();

        assertThat(exit).isEqualTo(WorkerExit.OUT_OF_MEMORY.code());
        TaskResult result = job.result(task.failure());
        assertThat(result.outcomes()).hasSize(2);
        FailureReport failure = job.failure(task);
        assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
        assertThat(failure.message()).contains("Java heap space", "-Xmx", " MiB");
    }

    @Test
    void aStackOverflowIsAFailureThatNamesTheOption() throws Exception {
        TaskAddress task = job.task(Functions.RECURSE, 1);

        assertThat(job.run(task)).isEqualTo(WorkerExit.FUNCTION_FAILED.code());

        FailureReport failure = job.failure(task);
        assertThat(failure.type()).isEqualTo("java.lang.StackOverflowError");
        assertThat(failure.message()).contains("-Xss");
        assertThat(failure.frames()).isNotEmpty();
    }

    @Test
    void aValueThatCannotBeSerialisedIsAFailureWithThePath() throws Exception {
        TaskAddress task = job.task(Functions.RETURN_A_THREAD, 1);

        assertThat(job.run(task)).isEqualTo(WorkerExit.FUNCTION_FAILED.code());

        FailureReport failure = job.failure(task);
        assertThat(failure.kind()).isEqualTo(FailureKind.USER_ERROR);
        assertThat(failure.message()).contains("java.lang.Thread", "thread", "could not be written");
        assertThat(job.has(task.value())).isFalse();
    }

    @Test
    void anExceptionWithOddConstructorsAndNoMessageIsDescribed() throws Exception {
        TaskAddress task = job.task(Functions.THROW_ODD, 3);

        assertThat(job.run(task)).isEqualTo(WorkerExit.FUNCTION_FAILED.code());

        FailureReport failure = job.failure(task);
        assertThat(failure.type()).isEqualTo(Functions.OddException.class.getName());
        assertThat(failure.frames().get(0).getClassName()).isEqualTo(Functions.class.getName());
    }

    @Test
    void anExceptionWhoseClassTheDriverLacksIsDescribed() throws Exception {
        Path jar = Compiled.jar(
                directory,
                "only.there.Strange",
                "package only.there; public class Strange extends Exception {"
                        + " public Strange() { super(\"very strange\", new RuntimeException(\"its cause\")); } }");
        addToFunctionClassPath(jar);
        TaskAddress task = job.task(Functions.THROW_BY_NAME, "only.there.Strange");

        assertThat(job.run(task)).isEqualTo(WorkerExit.FUNCTION_FAILED.code());

        FailureReport failure = job.failure(task);
        assertThat(failure.type()).isEqualTo("only.there.Strange");
        assertThat(failure.message()).isEqualTo("very strange");
        assertThat(failure.cause().orElseThrow().message()).isEqualTo("its cause");
    }

    @Test
    void aFunctionWhoseClassIsNotThereIsRefusedByName() throws Exception {
        Path other = Compiled.jar(directory, "some.Other", "package some; public class Other {}");
        job.functionClassPath = onlyEntries(other);
        TaskAddress task = job.task(Functions.SQUARE, 1);

        assertThat(job.run(task)).isEqualTo(WorkerExit.CODE_REFUSED.code());

        FailureReport failure = job.failure(task);
        assertThat(failure.kind()).isEqualTo(FailureKind.CODE_MISMATCH);
        assertThat(failure.message()).contains(Functions.class.getName(), "1 entries");
    }

    @Test
    void anInputThatIsNoObjectOfOursIsAFailure() throws Exception {
        TaskAddress task = job.task(Functions.SQUARE, 1);
        job.store.put(
                task.input().path(),
                PutMode.REPLACE,
                "text/plain",
                out -> out.write("nonsense".getBytes(StandardCharsets.UTF_8)));

        assertThat(job.run(task)).isEqualTo(WorkerExit.INPUT_UNREADABLE.code());

        FailureReport failure = job.failure(task);
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE_INPUT);
        assertThat(failure.message()).contains(task.input().path());
    }

    @Test
    void anInputThatIsMissingIsAFailure() throws Exception {
        TaskAddress task = job.task(Functions.SQUARE, 1);
        job.store.delete(List.of(task.input().path()));

        assertThat(job.run(task)).isEqualTo(WorkerExit.INPUT_UNREADABLE.code());
        assertThat(job.failure(task).message()).contains(task.input().path());
    }

    @Test
    void tamperedCodeIsRefusedWithBothDigests() throws Exception {
        TaskAddress task = job.task(Functions.SQUARE, 1);
        CodeEntry entry = job.functionClassPath.get(0);
        job.store.put(entry.name().path(), PutMode.REPLACE, "application/java-archive", out -> out.write(1));

        int exit =
                job.run(task, "--code-cache", directory.resolve("empty-cache").toString());

        assertThat(exit).isEqualTo(WorkerExit.CODE_REFUSED.code());
        FailureReport failure = job.failure(task);
        assertThat(failure.kind()).isEqualTo(FailureKind.CODE_MISMATCH);
        String sha256OfOneByte = "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a";
        assertThat(failure.message()).contains(entry.sha256(), sha256OfOneByte, entry.fileName());
    }

    @Test
    void aCacheThatCannotBeUsedIsAFailureOfTheWorkerAndNotOfTheStore() throws Exception {
        TaskAddress task = job.task(Functions.SQUARE, 1);
        Path file = Files.createFile(directory.resolve("no-directory"));

        WorkerRun run = job.start(List.of(), task, "--code-cache", file.toString());

        assertThat(run.exitCode()).isEqualTo(WorkerExit.BROKEN.code());
        FailureReport failure = job.failure(task);
        assertThat(failure.kind()).isEqualTo(FailureKind.LAUNCH);
        assertThat(failure.message()).contains("code", file.toString(), "KUBEFACE_CACHE");
        assertThat(run.output()).doesNotContain("the store failed");
    }

    @Test
    void aLogThatCannotBeKeptIsNoFailureOfTheStore() throws Exception {
        TaskAddress task = job.task(Functions.SQUARE, 1);
        Path absent = directory.resolve("absent");

        WorkerRun run = job.start(List.of("-Djava.io.tmpdir=" + absent), task);

        assertThat(run.exitCode()).isEqualTo(WorkerExit.BROKEN.code());
        assertThat(run.output()).contains(absent.toString(), "-Djava.io.tmpdir").doesNotContain("the store failed");
    }

    @Test
    void aHeapThatIsFullBeforeTheFunctionRunsIsTold() throws Exception {
        job.propagated = Map.of("large", "x".repeat(12 << 20));
        TaskAddress task = job.task(Functions.SQUARE, 1);

        WorkerRun run = job.start(List.of("-Xmx16m"), task);

        assertThat(run.exitCode()).isEqualTo(WorkerExit.OUT_OF_MEMORY.code());
        assertThat(run.output()).contains("OutOfMemoryError");
    }

    @Test
    void codeThatTheStoreLostIsRefused() throws Exception {
        TaskAddress task = job.task(Functions.SQUARE, 1);
        CodeEntry entry = job.functionClassPath.get(0);
        job.store.delete(List.of(entry.name().path()));

        int exit =
                job.run(task, "--code-cache", directory.resolve("empty-cache").toString());

        assertThat(exit).isEqualTo(WorkerExit.CODE_REFUSED.code());
        assertThat(job.failure(task).message()).contains(entry.sha256());
    }

    @Test
    void aDriverWithANewerJavaIsRefusedWithBothVersions() throws Exception {
        job.javaFeature = 99;
        TaskAddress task = job.task(Functions.SQUARE, 1);

        assertThat(job.run(task)).isEqualTo(WorkerExit.CODE_REFUSED.code());
        assertThat(job.failure(task).message())
                .contains("Java 99", "Java " + Runtime.version().feature());
    }

    @Test
    void anInputThatThrowsFailsAloneAndTheOthersKeepTheirValues() throws Exception {
        TaskAddress task = job.task(Functions.DIVIDE_HUNDRED, 4, 0, 5);

        assertThat(job.run(task)).isEqualTo(WorkerExit.FUNCTION_FAILED.code());

        List<ItemOutcome> outcomes = job.result(task.failure()).outcomes();
        assertThat(((ItemOutcome.Value) outcomes.get(0)).value()).isEqualTo(25);
        assertThat(((ItemOutcome.Failed) outcomes.get(1)).failure().type()).isEqualTo("java.lang.ArithmeticException");
        assertThat(((ItemOutcome.Value) outcomes.get(2)).value()).isEqualTo(20);
    }

    @Test
    void aJobThatIsGoneLeavesNoResult() throws Exception {
        TaskAddress task = job.task(Functions.SQUARE, 1);
        job.store.delete(List.of(task.job().path()));

        WorkerRun run = job.start(List.of(), task);

        assertThat(run.exitCode()).isEqualTo(WorkerExit.STORAGE_FAILED.code());
        assertThat(run.output()).contains(task.job().path());
        assertThat(job.has(task.failure())).isFalse();
    }

    @Test
    void aStoreThatCannotBeWrittenLeavesNoResult() throws Exception {
        TaskAddress task = job.task(Functions.SQUARE, 1);
        // A file where the store needs a directory: refused to everybody, root included.
        Files.writeString(directory.resolve("storage").resolve("results"), "in the way");

        WorkerRun run = job.start(List.of(), task);

        assertThat(run.exitCode()).isEqualTo(WorkerExit.STORAGE_FAILED.code());
        assertThat(run.output()).contains("no result", task.value().path());
    }

    private void addToFunctionClassPath(Path jar) throws IOException {
        List<CodeEntry> all = new ArrayList<>(onlyEntries(jar));
        all.addAll(job.functionClassPath);
        job.functionClassPath = all;
    }

    /** A class path without the worker, which staging itself would refuse: staged with it, and cut. */
    private List<CodeEntry> onlyEntries(Path jar) throws IOException {
        List<Path> withWorker = new ArrayList<>(List.of(jar));
        withWorker.addAll(PreparedJob.ownClassPath());
        return job.stage(withWorker).classPath().subList(0, 1);
    }
}
