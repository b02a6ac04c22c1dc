package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.DefaultStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --dry-run}. */
class DryRunTest {
    @TempDir
    Path directory;

    private final Command command = new Command();

    private int dryRun(String... options) {
        String[] all = new String[options.length + 5];
        all[0] = "run";
        all[1] = "--dry-run";
        all[2] = "--generator-expression=range(3)";
        all[3] = "--expression=value";
        all[4] = "--storage=" + directory.resolve("it's here");
        System.arraycopy(options, 0, all, 5, options.length);
        return command.run(all);
    }

    @Test
    void theProcessOfAWorkerIsPrintedAndNothingIsWritten() {
        assertThat(dryRun("--jvm-option=-Xmx77m", "--out-csv=" + directory.resolve("out.csv")))
                .as(command::err)
                .isZero();
        assertThat(command.out().lines()).hasSize(1);
        assertThat(command.out())
                .contains("/bin/java ", " -Xmx77m ", " io.kubeface.worker.WorkerMain ")
                .contains(" --storage '" + directory.toUri() + "it'\\''s%20here' ")
                .doesNotContain("Value,Result");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatMakesAndStartsTheContainerIsPrintedAndNoDockerIsCalled() {
        assertThat(dryRun(
                        "--backend=local-process-docker",
                        "--local-process-docker-command=sudo no-such-docker",
                        "--worker-image=my/jre:17",
                        "--local-process-docker-memory=512m"))
                .as(command::err)
                .isZero();
        assertThat(command.out().lines()).hasSize(2);
        assertThat(command.out().lines().toList().get(0))
                .startsWith("sudo no-such-docker create ")
                .contains(" --cap-drop=ALL ", " --memory=512m ", " my/jre:17 ", " io.kubeface.worker.WorkerMain ")
                .contains("source=" + directory + "/it'\\''s here");
        assertThat(command.out().lines().toList().get(1))
                .isEqualTo("sudo no-such-docker start --attach --interactive 'kubeface-<client>-1'");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aStorageThatIsNotNamedIsTheDefaultOne() {
        assertThat(command.run("run", "--dry-run", "--generator-expression=range(3)", "--expression=value"))
                .as(command::err)
                .isZero();
        String directory = Path.of(DefaultStorage.url()).toUri().toString().replaceAll("/$", "");
        assertThat(command.out()).contains(" --storage " + directory + " ");
    }

    @Test
    void threadsAreNoProcess() {
        assertThat(dryRun("--backend=in-process")).isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains("--dry-run has nothing to show of --backend in-process");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatARunWouldRefuseIsRefused() {
        assertThat(dryRun("--items-per-task=0")).isEqualTo(ExitCodes.USAGE);
        assertThat(dryRun("--backend=kubernetes", "--worker-image=i")).isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains("gs://");
        assertThat(command.out()).isEmpty();
    }
}
