package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeface.core.store.PutMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What objects of a bucket may be called, which no emulator keeps as they are. */
class LocalPlaceTest {
    @TempDir
    Path directory;

    private Path target() {
        return directory.resolve("deep/target");
    }

    private boolean write(String name) throws IOException {
        try (LocalPlace place = new LocalPlace(target(), false)) {
            return place.write(name, PutMode.REPLACE, CopyFile.BYTES, out -> out.write(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escaped", "a/../../escaped", "/escaped", "a//b", "./a", "a/.", "a/", "..", "a\0b"})
    void namesThatLeadElsewhereAreRefused(String name) throws Exception {
        assertThatExceptionOfType(CopyPlace.HostileNameException.class).isThrownBy(() -> write(name));
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void otherNamesAreTakenAsTheyAre() throws Exception {
        assertThat(write("a b/..c/\u001b[31m/ü")).isTrue();
        assertThat(target().resolve("a b/..c/\u001b[31m/ü")).hasBinaryContent(new byte[] {1});
    }

    @Test
    void aPlaceThatWasEndedTakesNothingMore() {
        LocalPlace place = new LocalPlace(directory.resolve("file"), false);
        place.discard();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> place.write("", PutMode.CREATE, CopyFile.BYTES, out -> out.write(1)));
        assertThat(directory).isEmptyDirectory();
    }
}
