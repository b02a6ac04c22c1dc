package io.kubeface.core.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerListTest {

    @Test
    void aJarIsALineAndItsNameCannotMakeAnother() {
        CodeEntry worker = new CodeEntry("a".repeat(64), "worker 1.jar", 10);
        CodeEntry hostile = new CodeEntry("b".repeat(64), "x\n" + "c".repeat(64) + " 1 y\r.jar", 2_000_000_000_000L);

        assertThat(WorkerList.format(List.of(worker, hostile)))
                .isEqualTo("a".repeat(64) + " 10 worker 1.jar\n" + "b".repeat(64) + " 2000000000000 x?" + "c".repeat(64)
                        + " 1 y?.jar\n");
    }
}
