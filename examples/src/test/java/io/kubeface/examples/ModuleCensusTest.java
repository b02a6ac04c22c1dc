package io.kubeface.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.backend.InProcessBackend;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleCensusTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    @Nullable
    Path storage;

    @Test
    void workersCountWhatOneThreadCounts() throws Exception {
        assertThat(census(List.of("java.logging", "java.sql"))).isZero();

        assertThat(printed()).contains("java.logging: ", "java.sql: ").endsWith("equal\n");
    }

    @Test
    void theLargestClassFilesComeFirst() throws Exception {
        ModuleCensus.Census census = ModuleCensus.count("java.sql");

        assertThat(census.largest()).hasSize(10).isSortedAccordingTo((a, b) -> Long.compare(b.bytes(), a.bytes()));
        assertThat(census.bytes()).isGreaterThan(census.largest().get(0).bytes() * 2);
    }

    @Test
    void theModulesAreThoseOfThisJdk() throws Exception {
        assertThat(ModuleCensus.modules()).contains("java.base", "java.sql").isSorted();
    }

    private int census(List<String> modules) throws Exception {
        try (Kubeface kubeface = Kubeface.builder()
                        .storage(storage)
                        .backend(InProcessBackend.builder())
                        .build();
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            return ModuleCensus.run(kubeface, modules, out);
        }
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
