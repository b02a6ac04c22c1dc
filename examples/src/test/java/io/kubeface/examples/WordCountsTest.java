package io.kubeface.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountsTest {
    @TempDir
    Path directory;

    @Test
    void eachFileHasACountWhetherItIsNamedByPathOrByUrl() throws IOException {
        Path first = Files.writeString(directory.resolve("first.txt"), "To be, or not to be\n");
        Path second = Files.writeString(directory.resolve("second file.txt"), "one\n\nONE two\n");
        Path results = directory.resolve("made/results");
        List<Result<String>> written;
        try (Kubeface kubeface =
                Kubeface.builder().storage(directory.resolve("storage")).build()) {
            written = WordCounts.run(
                            kubeface,
                            results.toString(),
                            List.of(first.toString(), second.toUri().toString()))
                    .collectList()
                    .blockOptional()
                    .orElseThrow();
        }

        assertThat(written.stream().map(Result::get))
                .containsExactly(
                        results.resolve("first.txt.counts").toUri().toString(),
                        results.resolve("second file.txt.counts").toUri().toString());
        assertThat(results.resolve("first.txt.counts")).content().isEqualTo("2 be\n1 not\n1 or\n2 to\n");
        assertThat(results.resolve("second file.txt.counts")).content().isEqualTo("2 one\n1 two\n");
    }
}
