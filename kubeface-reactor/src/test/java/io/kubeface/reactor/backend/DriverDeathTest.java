package io.kubeface.reactor.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverDeathTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM", "INT"})
    void aDriverThatDiesTakesAllWithIt(String signal) throws Exception {
        assumeFalse(
                signal.equals("INT") && ignoresInterrupts(),
                "interrupts are ignored here, as in what a shell runs in the background");
        Process driver = startDriver("family-stays");
        try (BufferedReader said = driver.inputReader(StandardCharsets.UTF_8)) {
            long worker = Long.parseLong(said.readLine());
            Processes.await(
                    "reaper, worker and its child run", () -> family(driver).size() == 3);
            Set<Long> family = family(driver);
            assertThat(family).contains(worker);

            Processes.signal(signal, driver.pid());

            Processes.awaitGone(driver.pid());
            family.forEach(Processes::awaitGone);
        } finally {
            driver.destroyForcibly().waitFor();
        }
    }

    @Test
    void theNextDriverRemovesWhatADeadOneLeft() throws Exception {
        Process driver = startDriver("sleep");
        try (BufferedReader said = driver.inputReader(StandardCharsets.UTF_8)) {
            said.readLine();
            assertThat(scratch()).hasSize(1);
            Path own = scratch().get(0);

            ScratchDirectory beside = ScratchDirectory.createIn(directory);
            assertThat(own).exists();
            beside.close();

            driver.destroyForcibly().waitFor();
            ScratchDirectory after = ScratchDirectory.createIn(directory);
            assertThat(own).doesNotExist();
            assertThat(scratch()).hasSize(1);
            after.close();
            assertThat(scratch()).isEmpty();
        } finally {
            driver.destroyForcibly().waitFor();
        }
    }

    @Test
    void aScratchDirectoryIsItsOwnersAlone() throws IOException {
        try (ScratchDirectory scratch = ScratchDirectory.createIn(directory);
                ScratchDirectory second = ScratchDirectory.createIn(directory)) {
            Path made = scratch.file("x").getParent();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
            assertThat(second.file("x").getParent()).isNotEqualTo(made);
        }
    }

    /** Then so do the processes that are started from here, and a JVM leaves it at that. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(line.indexOf('\t') + 1), 16) & 0b10) != 0);
    }

    private Process startDriver(String task) throws IOException {
        return new ProcessBuilder(
                        JavaInstallation.own().resolve("bin").resolve("java").toString(),
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandInDriver.class.getName(),
                        directory.toString(),
                        task)
                .redirectError(Redirect.INHERIT)
                .start();
    }

    private List<Path> scratch() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("kubeface-scratch-"))
                    .toList();
        }
    }

    private static Set<Long> family(Process driver) {
        return driver.descendants()
                .map(ProcessHandle::pid)
                .filter(Processes::runs)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
