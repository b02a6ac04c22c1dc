package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
