package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Options by the original's names, from the environment and from a file. */
class OptionDefaultsTest {
    @TempDir
    Path directory;

    private final Command command = new Command();

    @Test
    void theOriginalsNamesAreTheSameOptions() {
        int code = command.run(
                "run",
                "--kubeface-backend=in-process",
                "--kubeface-storage",
                "memory:prefixed",
                "--expression",
                "value",
                "--generator-expression",
                "range(2)",
                "--kubeface-max-simultaneous-tasks",
                "1",
                "--kubeface-wait-to-raise-task-exception");
        assertThat(code).as(command::err).isZero();
        assertThat(command.out()).isEqualTo("Value,Result\n0,0\n1,1\n");
    }

    @Test
    void valuesThatLookLikeTheOriginalsNamesStay() {
        assertThat(run("--job-name", "--kubeface-mine", "--expression", "'x'", "--generator-expression", "range(1)"))
                .as(command::err)
                .isZero();
    }

    @Test
    void aMistakeInAnOriginalsNameIsToldWithTheNearest() {
        assertThat(run("--kubeface-speculation-percnt", "3", "--expression", "value", "--generator-expression", "[1]"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains("--speculation-percent").doesNotContain("--kubeface");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--worker-pip",
                "--kubeface-worker-pip-packages",
                "--worker-kubeface-install-command=x",
                "--kubernetes-cluster",
                "--kubeface-kubernetes-retries",
                "--storage-prefix"
            })
    void anOptionOfTheOriginalWithoutEquivalentIsRefusedWithWhatToDo(String option) {
        assertThat(run("--expression", "value", "--generator-expression", "range(1)", option, "x"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(command.err())
                .startsWith("--" + OptionNames.plain(option).replaceFirst("=.*", "") + ": ")
                .doesNotContain("Unknown");
    }

    @Test
    void theEnvironmentHasDefaultsOfAllKinds() {
        command.variable("KUBEFACE_BACKEND", "in-process")
                .variable("KUBEFACE_STORAGE", "memory:environment")
                .variable("KUBEFACE_EXPRESSION", "value * 3")
                .variable("KUBEFACE_GENERATOR_EXPRESSION", "range(3)")
                .variable("KUBEFACE_UNORDERED", "true")
                .variable("KUBEFACE_QUIET", "false")
                .variable("KUBEFACE_OUT_CSV", "");
        assertThat(command.run("run", "--max-simultaneous-tasks", "1"))
                .as(command::err)
                .isZero();
        assertThat(command.out().lines()).containsExactlyInAnyOrder("Value,Result", "0,0", "1,3", "2,6");
    }

    @Test
    void whereJobsAreCleanedUpMayComeFromTheEnvironmentButNotThatTheyAre() throws Exception {
        Path storage = Files.createDirectories(directory.resolve("storage"));
        command.variable("KUBEFACE_STORAGE", storage.toString()).variable("KUBEFACE_CLEANUP", "true");
        assertThat(command.run("job", "--cleanup")).as(command::err).isZero();
        assertThat(command.run("job")).isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains("Which command?");
    }

    @Test
    void theCommandLineBeatsTheEnvironmentAndThatTheFile() throws Exception {
        file("items-per-task = -1\npoll-seconds = -1\n");
        command.variable("KUBEFACE_ITEMS_PER_TASK", "-2");
        refused("--items-per-task", "-3");
        assertThat(command.err()).contains("--items-per-task -3: must").doesNotContain("comes from");
        refused();
        assertThat(command.err())
                .contains("--items-per-task -2: must")
                .contains("--items-per-task comes from the environment variable KUBEFACE_ITEMS_PER_TASK.");
        refused("--items-per-task", "1");
        assertThat(command.err())
                .contains("--poll-seconds -1: must")
                .contains("--poll-seconds comes from " + directory.resolve("kubeface/config.properties") + ".");
    }

    @Test
    void anOptionThatExcludesAnotherBeatsItsDefault() throws Exception {
        file("expression = nobodyKnowsThis\nquiet = true\n");
        command.variable("KUBEFACE_INPUT_FILE", "no/such/file");
        assertThat(run("--shell-command", "true", "--generator-expression", "range(1)", "--verbose"))
                .as(command::err)
                .isZero();
    }

    @Test
    void aFlagIsTakenBack() {
        command.variable("KUBEFACE_WAIT_TO_RAISE_TASK_EXCEPTION", "true");
        String[] run = {"--expression", "null.nothing", "--generator-expression", "range(1)", "--verbose"};
        assertThat(run(run)).isEqualTo(ExitCodes.FAILED);
        assertThat(command.err()).contains("The job failed");
        Command second = new Command().variable("KUBEFACE_WAIT_TO_RAISE_TASK_EXCEPTION", "true");
        List<String> arguments = new ArrayList<>(List.of("run", "--backend=in-process", "--storage=memory:taken"));
        arguments.addAll(List.of(run));
        arguments.add("--wait-to-raise-task-exception=false");
        assertThat(second.run(arguments.toArray(String[]::new))).isEqualTo(ExitCodes.FAILED);
        assertThat(second.err()).doesNotContain("The job failed").contains("1 of 1 task failed");
    }

    @Test
    void aFlagIsTrueOrFalse() {
        command.variable("KUBEFACE_UNORDERED", "yes");
        refused();
        assertThat(command.err())
                .contains("--unordered: 'yes' from the environment variable KUBEFACE_UNORDERED must be true or false");
    }

    @Test
    void severalValuesAreALineEach() {
        command.variable("KUBEFACE_JVM_OPTION", "-Xmx64m\n-Dtwo=b c\n");
        int code = command.run(
                "run",
                "--storage=" + directory,
                "--generator-expression",
                "range(1)",
                "--expression",
                "System.getProperty('two') + (Runtime.runtime.maxMemory() < 70000000)");
        assertThat(code).as(command::err).isZero();
        assertThat(command.out()).contains("0,b ctrue");
    }

    @Test
    void defaultsForOtherBackendsAreLeftOut() throws Exception {
        file("kubernetes-gke-spot = true\nnotification-topic = t\nlocation = EU\n");
        command.variable("KUBEFACE_WORKER_IMAGE", "i").variable("KUBEFACE_JVM_OPTION", "-Xmx1g");
        assertThat(run("--expression", "value", "--generator-expression", "range(1)"))
                .as(command::err)
                .isZero();
    }

    @Test
    void aBackendFromTheEnvironmentTakesItsOptionsFromThereToo() {
        command.variable("KUBEFACE_BACKEND", "kubernetes").variable("KUBEFACE_KUBERNETES_LAUNCH_RATE", "-1");
        refused("--worker-image", "x", "--storage", "gs://usage");
        assertThat(command.err()).contains("launchRate: -1");
    }

    @Test
    void anUnknownNameInTheFileIsRefusedWithTheNearest() throws Exception {
        file("max-simultaneous-task = 1\n");
        refused();
        assertThat(command.err())
                .contains("config.properties: there is no option 'max-simultaneous-task'; the nearest:"
                        + " max-simultaneous-tasks")
                .contains("Try 'kubeface run --help'.");
    }

    @Test
    void namesInTheFileMayHaveTheOriginalsPrefixButNotTwice() throws Exception {
        file("kubeface-items-per-task = 0\n");
        refused();
        assertThat(command.err()).contains("--items-per-task 0: must");
        file("kubeface-items-per-task = 1\nitems-per-task = 2\n");
        refused();
        assertThat(command.err()).contains("'items-per-task' is there twice");
    }

    @Test
    void anotherFileIsNamedByConfig() throws Exception {
        file("unknown-in-the-usual-file = 1");
        Path other = Files.writeString(directory.resolve("other"), "items-per-task = 0");
        refused("--config", other.toString());
        assertThat(command.err()).contains("--items-per-task comes from " + other);
        refused("--config", directory.resolve("none").toString());
        assertThat(command.err())
                .contains("The configuration file cannot be read")
                .contains("none");
        command.variable("KUBEFACE_CONFIG", other.toString());
        refused();
        assertThat(command.err()).contains("--items-per-task comes from " + other);
    }

    @Test
    void whatCleanupRemovesIsNeverADefault() {
        command.variable("KUBEFACE_CACHE_KEY", "mine")
                .variable("KUBEFACE_STORAGE", directory.toString())
                .variable("KUBEFACE_BACKEND", "in-process");
        assertThat(command.run("run", "--expression=value", "--generator-expression=range(1)"))
                .as(command::err)
                .isZero();
        assertThat(command.run("cleanup")).as(command::err).isZero();
        assertThat(command.err()).contains("0 objects removed.");
        assertThat(command.run("cleanup", "--cache-key=mine")).as(command::err).isZero();
        assertThat(command.err()).contains("1 object removed");
    }

    @Test
    void helpNeedsNoFileAndTellsWhereValuesComeFrom() throws Exception {
        file("no-such = 1");
        assertThat(command.run("run", "--help")).isZero();
        assertThat(command.out()).contains("KUBEFACE_AN_OPTION").contains("--config=FILE");
        assertThat(command.out()).doesNotContain("--kubeface-");
    }

    @Test
    void noOptionHasTheVariableOfSomethingElse() {
        List<String> taken = List.of("KUBEFACE_VALUE", "KUBEFACE_CACHE", "KUBEFACE_JAVA_OPTS", "KUBEFACE_JRE_IMAGE");
        List<String> variables = new ArrayList<>();
        collect(
                Main.commandLine(new Streams(System.in, System.out, System.err, OptionalInt.empty(), false)),
                variables);
        assertThat(variables).contains("KUBEFACE_STORAGE").doesNotContainAnyElementsOf(taken);
        assertThat(variables).noneMatch(name -> name.startsWith("KUBEFACE_CLUSTER_"));
    }

    private static void collect(CommandLine line, List<String> variables) {
        for (OptionSpec option : line.getCommandSpec().options()) {
            variables.add(OptionNames.variable(option));
        }
        line.getSubcommands().values().forEach(each -> collect(each, variables));
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("run", "--backend=in-process", "--storage=memory:defaults"));
        all.addAll(List.of(arguments));
        return command.run(all.toArray(String[]::new));
    }

    private void refused(String... arguments) {
        List<String> all = new ArrayList<>(List.of("run", "--expression=value", "--generator-expression=range(1)"));
        all.addAll(List.of(arguments));
        assertThat(command.run(all.toArray(String[]::new))).isEqualTo(ExitCodes.USAGE);
    }

    private void file(String text) throws IOException {
        Path file = directory.resolve("kubeface/config.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        command.variable("XDG_CONFIG_HOME", directory.toString());
    }
}
