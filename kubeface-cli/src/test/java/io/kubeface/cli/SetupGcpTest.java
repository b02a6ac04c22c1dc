package io.kubeface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code setup gcp --dry-run}, which calls nobody. */
class SetupGcpTest {
    private static final Path DEPLOY = Path.of("../deploy/gcp");
    private static final String DRIVER = "serviceAccount:kubeface-driver@my-project.iam.gserviceaccount.com";
    private static final String WORKER = "serviceAccount:kubeface-worker@my-project.iam.gserviceaccount.com";

    @TempDir
    Path directory;

    private static List<String> commands(String... more) {
        Command command = new Command();
        List<String> all = new ArrayList<>(List.of("setup", "gcp", "--dry-run", "--project", "my-project"));
        all.addAll(List.of(more));
        assertThat(command.run(all.toArray(String[]::new))).as(command::err).isEqualTo(ExitCodes.OK);
        return command.out().lines().toList();
    }

    @Test
    void itsCommandsAreThoseOfTheManifests() throws IOException {
        List<String> commands =
                commands("--bucket", "my-bucket", "--location", "my-region", "--driver", DRIVER, "--worker", WORKER);

        List<String> manifests = manifests();
        for (String command : commands) {
            if (!command.startsWith("printf")
                    && !command.startsWith("gcloud iam roles create")
                    && !command.startsWith("gcloud storage buckets create")) {
                assertThat(manifests).contains(bare(command));
            }
        }
        assertThat(commands).hasSize(12);
        assertThat(manifests)
                .filteredOn(line -> line.startsWith("gcloud storage buckets")
                        || line.startsWith("gcloud pubsub")
                        || line.startsWith("gcloud projects"))
                .as("and these make the bucket and its rule, otherwise written")
                .hasSize(commands.size() - 1);
        String role = Files.readString(DEPLOY.resolve("driver-role.yaml"));
        assertThat(commands)
                .filteredOn(line -> line.startsWith("gcloud iam roles create"))
                .singleElement()
                .satisfies(line -> assertThat(line.replaceFirst(".*--permissions=(\\S+).*", "$1")
                                .split(","))
                        .containsExactlyElementsOf(role.lines()
                                .filter(text -> text.startsWith("  - "))
                                .map(text -> text.substring(4))
                                .toList()));
        assertThat(commands.get(1).replaceAll("\\s", ""))
                .contains(Files.readString(DEPLOY.resolve("lifecycle.json")).replaceAll("\\s", ""));
    }

    @Test
    void noNameIsAnythingButANameToTheShell() throws Exception {
        String prefix = "it's $(touch boo) \"x\" `y`; z";
        String script = String.join("\n", commands("--bucket", "my-bucket", "--prefix", prefix));

        assertThat(sh(script).lines())
                .contains("<--object-prefix=" + prefix + "/results/>")
                .anyMatch(line -> line.contains("\"" + prefix.replace("\"", "\\\"") + "/inputs/\""));
        assertThat(directory.resolve("boo")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--bucket My_Bucket|bucket \"My_Bucket\"",
                "--topic t|Missing required option: '--bucket=NAME'",
                "--bucket my-bucket --topic -|topic is a name",
                "--bucket my-bucket --driver joe|driver \"joe\"",
                "--bucket my-bucket --worker user:|worker \"user:\"",
            })
    void wrongUseIsRefusedWithTheReason(String arguments, String reason) {
        Command command = new Command();
        List<String> all = new ArrayList<>(List.of("setup", "gcp", "--dry-run", "--project", "p"));
        all.addAll(List.of(arguments.split(" ")));

        assertThat(command.run(all.toArray(String[]::new))).isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains(reason).contains("kubeface setup gcp --help");
        assertThat(command.out()).isEmpty();
    }

    @Test
    void aPlaceHasToBeNamed() {
        Command command = new Command();
        assertThat(command.run("setup")).isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains("kubeface setup gcp --help");
    }

    /** The lines of the manifests' README, with its names, one a command and without quotes. */
    private static List<String> manifests() throws IOException {
        Map<String, String> variables = Map.of(
                "$PROJECT",
                "my-project",
                "$BUCKET",
                "my-bucket",
                "$REGION",
                "my-region",
                "$DRIVER",
                DRIVER,
                "$WORKER",
                WORKER);
        String text = Files.readString(DEPLOY.resolve("README.md")).replaceAll("\\\\\n\\s+", "");
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            text = text.replace(variable.getKey(), variable.getValue());
        }
        return text.lines()
                .filter(line -> line.startsWith("gcloud "))
                .map(SetupGcpTest::bare)
                .toList();
    }

    /** A topic is named in full or with its project beside it, which is the same. */
    private static String bare(String command) {
        return command.replace("\"", "")
                .replaceFirst("^(gcloud pubsub .*)projects/my-project/topics/kubeface", "$1kubeface")
                .replaceFirst("^(gcloud pubsub .*?) --project=my-project(?!\\))", "$1");
    }

    /** What a shell makes of it: each word of a gcloud command in its line, and what is written to it. */
    private String sh(String script) throws IOException, InterruptedException {
        Path gcloud = directory.resolve("gcloud");
        Files.writeString(
                gcloud,
                "#!/bin/sh\nfor word; do printf '<%s>\\n' \"$word\"; case $word in *stdin) cat; echo;; esac; done\n");
        assertThat(gcloud.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-ec", script).directory(directory.toFile());
        builder.environment().merge("PATH", directory.toString(), (path, own) -> own + ":" + path);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
