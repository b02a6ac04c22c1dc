package io.kubeface.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskPathsTest {
    private static final TaskContext TASK = new TaskContext("memory:", "job", "task", 1, Map.of());

    @TempDir
    Path directory;

    @Test
    void pathsAndUrlsOfFilesArePaths() throws IOException {
        Path file = directory.resolve("a b.txt");
        assertThat(TASK.path(file.toString())).isEqualTo(file);
        assertThat(TASK.path(file.toUri().toString())).isEqualTo(file);
        assertThat(TASK.path("a/b")).isEqualTo(Path.of("a", "b"));
        assertThat(TASK.path("./a:b")).isEqualTo(Path.of(".", "a:b"));
    }

    @Test
    void aSchemeThatNobodyServesIsToldWithThoseThatAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TASK.path("gs://bucket/a"))
                .withMessageContaining("\"gs://bucket/a\"")
                .withMessageContaining("known are the schemes file")
                .withMessageContaining("./gs://bucket/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:", "file:relative", "file:///a b", "file://host/a"})
    void aUrlOfAFileThatIsNoneIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TASK.path(url))
                .withMessageContaining("\"" + url + "\" is no URL of a file");
    }
}
