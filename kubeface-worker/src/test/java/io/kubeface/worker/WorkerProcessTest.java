package io.kubeface.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.task.RunReport;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.core.task.WorkerExit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker's process does around a function that does its work. */
class WorkerProcessTest {

    @TempDir
    Path directory;

    private PreparedJob job;

    @BeforeEach
    void prepare() throws IOException {
        job = new PreparedJob(directory);
    }

    @Test
    void aValueIsWrittenWithTheReportOfItsRun() throws Exception {
        TaskAddress task = job.task(Functions.SQUARE, 7);

        WorkerRun run = job.start(List.of(), task);

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).isEmpty();
        assertThat(job.value(task)).isEqualTo(49);
        RunReport report = job.result(task.value()).run();
        assertThat(report.attempt()).isEqualTo(1);
        assertThat(report.pid()).isEqualTo(run.process().pid());
        assertThat(report.host()).isNotEmpty();
        assertThat(report.jvm()).contains(System.getProperty("java.vm.version"));
        assertThat(report.commandLine())
                .contains("io.kubeface.worker.WorkerMain", task.input().path());
        assertThat(report.ended()).isAfterOrEqualTo(report.started());
        assertThat(report.inputBytes())
                .isEqualTo(job.store.stat(task.input().path()).orElseThrow().sizeBytes());
        assertThat(job.has(task.log())).isFalse();
    }

    @Test
    void theInputIsKeptUnlessItIsToBeDeleted() throws Exception {
        TaskAddress kept = job.task(Functions.SQUARE, 7);
        TaskAddress deleted = job.task(Functions.SQUARE, 7);

        job.run(kept);
        job.run(deleted, "--delete-input");

        assertThat(job.has(kept.input())).isTrue();
        assertThat(job.has(deleted.input())).isFalse();
        assertThat(job.value(deleted)).isEqualTo(49);
    }

    @Test
    void theProcessEndsWhenStandardInputEnds() throws Exception {
        TaskAddress task = job.task(Functions.NEVER_END, 1);
        Process worker = job.builder(List.of(), task, "--watch-stdin").start();
        assertThat(worker.inputReader().readLine()).isEqualTo("running");

        worker.getOutputStream().close();

        assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(worker.exitValue()).isEqualTo(WorkerExit.DRIVER_GONE.code());
        assertThat(job.has(task.value())).isFalse();
        assertThat(job.has(task.failure())).isFalse();
    }

    @Test
    void whatIsPrintedIsUploadedAsTheLog() throws Exception {
        TaskAddress task = job.task(Functions.PRINT, 1);

        job.run(task);

        assertThat(job.log(task)).contains("from System.out", "from System.err");
    }

    @Test
    void anInterruptedThreadThatPrintsDoesNotEndTheLog() throws Exception {
        TaskAddress task = job.task(Functions.PRINT_WHILE_INTERRUPTED, 1);

        job.run(task);

        assertThat(job.log(task)).contains("while interrupted", "afterwards");
    }

    @Test
    void theLogFileHasTheOutputOfChildProcessesToo() throws Exception {
        TaskAddress task = job.task(Functions.PRINT, 1);

        assertThat(job.startWithLogFile(task).exitCode()).isZero();

        assertThat(job.log(task)).contains("from System.out", "from System.err", "from a child process");
    }

    @Test
    void theContextIsKnownToTheFunctionAndToAThreadItStarts() throws Exception {
        job.propagated = Map.of("traceparent", "00-abc");
        TaskAddress task = job.task(Functions.CONTEXT_HERE_AND_IN_A_THREAD, 1);

        job.run(task);

        String context = "job-0/0000000000/1 {traceparent=00-abc}";
        assertThat(job.value(task)).isEqualTo(context + " = " + context);
    }

    @Test
    void whatIsPropagatedIsInTheMdcOfTheFunctionsOwnSlf4j() throws Exception {
        Path slf4j = Compiled.jar(
                directory,
                "org.slf4j.MDC",
                "package org.slf4j; public class MDC { public static String MARKER;"
                        + " public static void put(String key, String value) { MARKER = key + \"=\" + value; }"
                        + " public static void remove(String key) {} }");
        List<Path> classPath = new ArrayList<>(List.of(slf4j));
        classPath.addAll(PreparedJob.ownClassPath());
        job.functionClassPath = job.stage(classPath).classPath();
        job.propagated = Map.of("user", "anna");
        TaskAddress task = job.task(Functions.READ_MARKER, "org.slf4j.MDC");

        assertThat(job.run(task)).isZero();
        assertThat(job.value(task)).isEqualTo("user=anna");
    }

    @Test
    void aThreadThatTheFunctionLeftDoesNotKeepTheProcess() throws Exception {
        TaskAddress task = job.task(Functions.LEAVE_A_THREAD, 5);

        assertThat(job.run(task)).isZero();
        assertThat(job.value(task)).isEqualTo(5);
    }

    @Test
    void anAttemptThatFindsAValueDoesNotCallTheFunction() throws Exception {
        Path calls = Files.createDirectory(directory.resolve("calls"));
        TaskAddress first = job.task(Functions.COUNT_CALLS, calls.toString());
        TaskAddress second = new TaskAddress(first.storage(), first.job(), first.task(), 2);

        assertThat(job.run(first)).isZero();
        assertThat(job.run(second)).isZero();

        try (Stream<Path> files = Files.list(calls)) {
            assertThat(files).hasSize(1);
        }
        assertThat(job.has(second.failure())).isFalse();
    }

    @Test
    void theFunctionSeesItsOwnLibrariesAndNotTheWorkers() throws Exception {
        Path otherProtobuf = Compiled.jar(
                directory,
                "com.google.protobuf.MessageLite",
                "package com.google.protobuf; public interface MessageLite { String MARKER = \"the user's own\"; }");
        List<Path> classPath = new ArrayList<>(List.of(otherProtobuf));
        for (Path entry : PreparedJob.ownClassPath()) {
            if (!entry.getFileName().toString().startsWith("protobuf-")) {
                classPath.add(entry);
            }
        }
        job.functionClassPath = job.stage(classPath).classPath();
        TaskAddress task = job.task(Functions.READ_MARKER, "com.google.protobuf.MessageLite");

        assertThat(job.run(task)).isZero();
        assertThat(job.value(task)).isEqualTo("the user's own");
    }

    @Test
    void verboseSaysEachStepAndQuietNothing() throws Exception {
        TaskAddress failing = job.task(Functions.DIVIDE_HUNDRED, 0);

        WorkerRun verbose = job.start(List.of(), job.task(Functions.SQUARE, 1), "--verbose");
        WorkerRun quiet = job.start(List.of(), failing, "--quiet");
        verbose.exitCode();
        quiet.exitCode();
        WorkerRun normal = job.start(List.of(), new TaskAddress(failing.storage(), failing.job(), failing.task(), 2));
        normal.exitCode();

        assertThat(verbose.output()).contains("reads jobs/", "loads a class path", "runs task 0000000000", "wrote ");
        assertThat(quiet.output()).isEmpty();
        assertThat(normal.output()).contains("FUNCTION_FAILED", "failure-2").hasLineCount(1);
    }

    @Test
    void codeOfTheInstallationIsRunFromWhereItLies() throws Exception {
        Path installed = directory.resolve("installed");
        Path jars = Files.createDirectories(installed.resolve("code/sha256"));
        for (Path jar : job.code.files().values()) {
            Files.copy(jar, jars.resolve(jar.getFileName()));
        }
        Path cache = directory.resolve("no-cache");
        TaskAddress task = job.task(Functions.SQUARE, 7);

        int exit = job.run(task, "--installed", installed.toString(), "--code-cache", cache.toString());

        assertThat(exit).isZero();
        assertThat(cache).doesNotExist();
    }

    @Test
    void trainingForAStorageRunsTasksInAStoreOfItsKind() throws Exception {
        Training.run("training:somewhere");

        for (String name : List.of("0000000000.value", "0000000001.value")) {
            assertThat(TrainingStores.STORE.stat("results/training/" + name)).isPresent();
        }
    }

    @Test
    void trainingEndsByItselfAndRemovesWhatItMade() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Process training = job.command(List.of("-Djava.io.tmpdir=" + temporary), List.of("--train"))
                .inheritIO()
                .start();

        assertThat(training.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(training.exitValue()).isZero();
        assertThat(temporary).isEmptyDirectory();
    }
}
