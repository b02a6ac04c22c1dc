package io.kubeface.reactor.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.task.FailureKind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerFailuresTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running? | LAUNCH | true  | Start it
                    permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock | LAUNCH | false | group docker
                    Error response from daemon: No such image: x:1                                                  | IMAGE  | false | sudo docker pull x:1
                    Error: x:1: image not known                                                                     | IMAGE  | false | sudo docker pull x:1
                    docker: Error response from daemon: invalid mount config for type "bind": bind source path does not exist: /a. | LAUNCH | false | must run on this machine
                    Error response from daemon: unknown flag                                                        | LAUNCH | false | unknown flag
                    """)
    void whatDockerSaysIsToldWithItsCure(String said, FailureKind kind, boolean retryable, String told) {
        LaunchException failure = DockerFailures.launch(List.of("sudo", "docker"), "x:1", said);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.retryable()).isEqualTo(retryable);
        assertThat(failure).hasMessageContaining(told).hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource({
        "Error response from daemon: No such container: x, true",
        "Error response from daemon: removal of container x is already in progress, true",
        "Error response from daemon: driver failed to remove root filesystem, false"
    })
    void aContainerThatIsGoneIsNoFailure(String said, boolean gone) {
        assertThat(DockerFailures.isGone(said)).isEqualTo(gone);
    }
}
