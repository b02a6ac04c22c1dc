package io.kubeface.reactor.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.reactor.backend.LocalProcessBackend.ArchiveMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalResourcesTest {

    @TempDir
    Path directory;

    @Test
    void aScratchDirectoryThatCannotBeLockedIsRemoved() throws IOException {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> ScratchDirectory.createIn(directory)).isInstanceOf(IOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theScratchDirectoryGoesWhenTheRestCannotBeOpened() throws IOException {
        List<String> failing = new AbstractList<>() {
            @Override
            public String get(int index) {
                throw new IllegalStateException("no options");
            }

            @Override
            public int size() {
                return 1;
            }
        };
        LocalProcessOptions options = new LocalProcessOptions(
                JavaInstallation.at(JavaInstallation.own()),
                failing,
                Map.of(),
                Optional.empty(),
                false,
                directory,
                ArchiveMode.BACKGROUND,
                "Main");
        List<Path> before = scratchDirectories();

        assertThatThrownBy(() -> LocalResources.open(options)).hasMessage("no options");

        assertThat(scratchDirectories()).isEqualTo(before);
    }

    private static List<Path> scratchDirectories() throws IOException {
        String own = "kubeface-scratch-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(own))
                    .sorted()
                    .toList();
        }
    }
}
