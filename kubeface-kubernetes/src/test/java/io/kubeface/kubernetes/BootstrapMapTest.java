package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.kubeface.core.code.StagedCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapMapTest {
    private static final String CLASS = "io/kubeface/bootstrap/Bootstrap.class";

    @TempDir
    Path directory;

    @Test
    void theMapHoldsTheBootstrapAloneAndTheListOfTheWorkersJars() throws IOException {
        StagedCode code = StandInCode.in(directory);

        ConfigMap map = BootstrapMap.of("client", "space", code);

        assertThat(map.getImmutable()).isTrue();
        assertThat(map.getData()).containsEntry("worker-jars.txt", "b".repeat(64) + " 1 stand in.jar\n");
        assertThat(names(Base64.getDecoder().decode(map.getBinaryData().get("bootstrap.jar"))))
                .containsExactly(CLASS);
        assertThat(BootstrapMap.of("client", "space", code)).isEqualTo(map);
    }

    @Test
    void aClassPathWithoutTheBootstrapNamesTheArtefact() {
        assertThatIOException()
                .isThrownBy(() -> BootstrapMap.of("client", "space", Attempts.CODE))
                .withMessageContaining(CLASS)
                .withMessageContaining("io.kubeface:kubeface-bootstrap");
    }

    private static List<String> names(byte[] jar) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
