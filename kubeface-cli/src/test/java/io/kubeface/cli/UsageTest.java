package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {
    @TempDir
    Path directory;

    private final Command command = new Command();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--generator-expression range(3)|--expression",
                "--expression value|--generator-expression",
                "--expression value --shell-command date --generator-expression range(3)|exclusive",
                "--expression value --generator-expression range(3) --input-file -|exclusive",
                "--expression value --generator-expression range(3) --quiet --verbose|exclusive",
                "--expresion value|Possible solutions: --expression",
                "--expression value --generator-expression range(3) --items-per-task 0|--items-per-task 0: must be 1 or more",
                "--expression value --generator-expression range(3) --max-simultaneous-tasks 0|must be 1 or more",
                "--expression value --generator-expression range(3) --poll-seconds 0|--poll-seconds 0: must be 1 or more",
                "--expression value --generator-expression range(3) --backend nowhere|local-process, local-process-docker, in-process",
                "--expression value --generator-expression range(3) --backend in-process --jvm-option=-Xmx1g|starts no JVM",
                "--expression value --generator-expression range(3) --worker-image x|--worker-image has no use with --backend local-process",
                "--expression value --generator-expression range(3) --kubernetes-gke-spot|--kubernetes-gke-spot has no use with --backend local-process",
                "--expression value --generator-expression range(3) --backend local-process-docker|needs --worker-image",
                "--expression value --generator-expression range(3) --backend local-process-docker --worker-image x --kubernetes-namespace y|--kubernetes-namespace has no use with --backend local-process-docker",
                "--expression value --generator-expression range(3) --backend kubernetes --worker-image x --local-process-docker-user y|--local-process-docker-user has no use with --backend kubernetes",
                "--expression value --generator-expression range(3) --backend local-process-docker --worker-image x --local-process-docker-pull often|missing, always, never",
                "--expression value --generator-expression range(3) --backend local-process-docker --worker-image x --local-process-docker-memory much|memory: \"much\"",
                "--expression value --generator-expression range(3) --backend local-process-docker --worker-image x --storage memory:usage|containers cannot see it",
                "--expression value --generator-expression range(3) --backend kubernetes|needs --worker-image",
                "--expression value --generator-expression range(3) --backend kubernetes --kubernetes-image-pull-policy Often|IfNotPresent, Always, Never",
                "--expression value --generator-expression range(3) --backend kubernetes --worker-kubeface-install-policy often|if-not-present, always, never",
                "--expression value --generator-expression range(3) --backend kubernetes --worker-image x --storage memory:usage|gs://",
                "--expression value --generator-expression range(3) --backend kubernetes --worker-image x --storage gs://usage --kubernetes-secret-env A=b|A=b: name the Secret and its key",
                "--expression value --generator-expression range(3) --backend kubernetes --worker-image x --storage gs://usage --kubernetes-secret-env A=b/c/d|secretVariable: \"c/d\"",
                "--expression value --generator-expression range(3) --backend kubernetes --worker-image x --storage gs://usage --kubernetes-volume-claim c=data:ro|volumeClaim: \"data\"",
                "--expression value --generator-expression range(3) --backend kubernetes --worker-image x --storage gs://usage --kubernetes-toleration a:Never|tolerations: \"a:Never\"",
                "--expression value --generator-expression range(3) --backend kubernetes --worker-image x --storage gs://usage --kubernetes-launch-rate -1|launchRate: -1 pods a second",
                "--expression value --generator-expression range(3) --backend kubernetes --worker-image x --storage gs://usage --kubernetes-task-resources-memory-request-mb 2000|memory: \"1000M\" is less than memoryRequest",
                "--expression value --generator-expression range(3) --backend kubernetes --worker-image x --storage gs://usage --kubernetes-pod-template /no/such/file|podTemplate: /no/such/file",
                "--expression value --generator-expression range(3) --notification-topic t --storage memory:usage|--notification-topic t has no use",
                "--expression value --generator-expression range(3) --notification-topic t --no-notifications|leave one of them out",
                "--expression value --input-file no/such/file|no/such/file is not there",
                "--expression value --generator-expression range(3) --out-csv no/such/dir.csv|not there",
                "--expression vlaue --generator-expression range(3)|vlaue",
                "--expression value --generator-expression 7|with elements",
                "--shell-command '{}' --generator-expression range(3)|quotes",
            })
    void wrongUseIsRefusedWithTheReason(String arguments, String reason) {
        assertThat(run(arguments)).isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains(reason).contains("Try 'kubeface run --help'");
        assertThat(command.out()).isEmpty();
    }

    @Test
    void wrongUseLeavesNoFileBehind() {
        run("--expression vlaue --generator-expression range(3) --out-csv " + directory.resolve("out.csv"));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDirectoryIsNoPlaceForTheCsv() throws Exception {
        Path place = Files.createDirectory(directory.resolve("out.csv"));
        assertThat(run("--expression value --generator-expression range(3) --out-csv " + place))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains("is a directory");
    }

    @Test
    void theVersionNamesProgramAndJava() {
        assertThat(command.run("--version")).isZero();
        assertThat(command.out()).contains("kubeface").contains("Java " + System.getProperty("java.runtime.version"));
    }

    @Test
    void helpTellsOptionsAndExitCodes() {
        assertThat(command.run("run", "--help")).isZero();
        assertThat(command.out()).contains("--shell-command", "--out-csv", "130", "141");
    }

    @Test
    void noCommandIsWrongUse() {
        assertThat(command.run()).isEqualTo(ExitCodes.USAGE);
        assertThat(command.err()).contains("kubeface run --help");
    }

    private int run(String arguments) {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(arguments.split(" ")));
        return command.run(all.toArray(String[]::new));
    }
}
