package io.kubeface.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkerJarsTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aNameIsTheRestOfItsLineAndNeverAPath() throws Exception {
        assertThat(WorkerJars.parse(Path.of("list"), bytes(DIGEST + " 12 ../../etc/my jar.jar\n" + DIGEST + " 0 \n")))
                .containsExactly(new WorkerJar(DIGEST, 12, "../../etc/my jar.jar"), new WorkerJar(DIGEST, 0, ""));
    }

    @Test
    void aLineThatIsNoJarIsRefusedWithItsNumber() {
        for (String line : new String[] {
            "",
            "x",
            "../".repeat(21) + "x 5 a.jar",
            DIGEST.toUpperCase(java.util.Locale.ROOT) + " 5 a.jar",
            DIGEST + " -5 a.jar",
            DIGEST + " 99999999999999999999 a.jar",
            DIGEST + " 5",
            DIGEST + "/5 a.jar",
        }) {
            assertThatThrownBy(() -> WorkerJars.parse(Path.of("list"), bytes(DIGEST + " 1 b.jar\n" + line + "\n")))
                    .isInstanceOf(BootstrapException.class)
                    .hasMessageStartingWith("Line 2 of list is not");
        }
    }

    @Test
    void anEmptyListIsRefused() {
        assertThatThrownBy(() -> WorkerJars.parse(Path.of("list"), new byte[0])).hasMessageContaining("list, is empty");
    }

    @Test
    void listsThatMeanTheSameCodeAreTheSame() {
        byte[] list = bytes(DIGEST + " 1 a.jar\n");

        assertThat(WorkerJars.same(list, bytes(DIGEST + " 1 b.jar"))).isTrue();
        assertThat(WorkerJars.same(list, bytes(DIGEST + " 2 a.jar\n"))).isFalse();
        assertThat(WorkerJars.same(list, bytes(DIGEST + " 1 a.jar\n" + DIGEST + " 1 a.jar\n")))
                .isFalse();
        assertThat(WorkerJars.same(list, bytes("nonsense"))).isFalse();
    }
}
