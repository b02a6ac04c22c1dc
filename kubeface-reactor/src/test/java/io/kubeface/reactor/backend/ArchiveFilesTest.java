package io.kubeface.reactor.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveFilesTest {
    private static final String KEY = "38604cac";

    @TempDir
    Path directory;

    private ArchiveFiles files;

    @BeforeEach
    void find() throws IOException {
        files = new ArchiveFiles(directory, true);
        assertThat(files.find(KEY)).isEmpty();
    }

    /** A JDK that makes an ahead-of-time cache writes a file of its own between its two steps. */
    @Test
    void ofAnArchiveThatIsGivenUpNothingIsLeft() throws IOException {
        Path unfinished = files.unfinished(KEY);
        Files.createFile(unfinished);
        Files.createFile(unfinished.resolveSibling(unfinished.getFileName() + ".config"));
        Path other = Files.createFile(files.unfinished(KEY));

        files.discard(unfinished);

        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(other);
        }
    }

    @Test
    void whatAFinishedArchiveWasMadeFromIsNotLeft() throws IOException {
        Path unfinished = files.unfinished(KEY);
        Files.writeString(unfinished, "an archive");
        Files.createFile(unfinished.resolveSibling(unfinished.getFileName() + ".config"));

        Path archive = files.finish(KEY, unfinished).orElseThrow().file();

        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(archive);
        }
        assertThat(archive).hasContent("an archive");
    }
}
