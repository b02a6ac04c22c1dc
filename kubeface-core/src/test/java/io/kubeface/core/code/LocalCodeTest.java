package io.kubeface.core.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.store.ObjectNotFoundException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCodeTest {

    @TempDir
    Path temp;

    private final MapStore store = new MapStore();

    private CodeEntry stored(int number) throws IOException {
        byte[] bytes = ("jar " + number).getBytes(StandardCharsets.UTF_8);
        CodeEntry entry =
                new CodeEntry(Sha256.of(new ByteArrayInputStream(bytes)), "library-" + number + ".jar", bytes.length);
        store.objects.put(entry.name().path(), bytes);
        return entry;
    }

    private Path install(CodeEntry entry) throws IOException {
        Path file = temp.resolve("installed/" + entry.name().path());
        Files.createDirectories(file.getParent());
        return Files.write(file, store.objects.get(entry.name().path()));
    }

    @Test
    void installedCodeIsUsedWhereItLiesAndNoCacheIsMade() throws Exception {
        CodeEntry entry = stored(1);
        Path file = install(entry);

        assertThat(code().find(store, List.of(entry))).containsExactly(file);
        assertThat(store.gets).hasValue(0);
        assertThat(temp.resolve("cache")).doesNotExist();
    }

    @Test
    void installedCodeOfAnotherSizeIsFetchedInstead() throws Exception {
        CodeEntry entry = stored(1);
        Files.write(install(entry), new byte[] {1});

        assertThat(code().find(store, List.of(entry)))
                .containsExactly(temp.resolve("cache/" + entry.name().path()));
        assertThat(store.gets).hasValue(1);
    }

    @Test
    void manyMissingJarsAreFetchedAtOnceAndKeepTheirOrder() throws Exception {
        List<CodeEntry> classPath = new ArrayList<>();
        List<Path> expected = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            CodeEntry entry = stored(i);
            classPath.add(entry);
            expected.add(temp.resolve("cache/" + entry.name().path()));
        }
        store.together = new CyclicBarrier(8);

        assertThat(code().find(store, classPath)).isEqualTo(expected);
        assertThat(code().find(store, classPath)).isEqualTo(expected);
        assertThat(store.gets).hasValue(8);
    }

    @Test
    void aJarThatIsNowhereIsNamed() throws Exception {
        List<CodeEntry> classPath = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            classPath.add(stored(i));
        }
        String lost = classPath.get(11).name().path();
        store.objects.remove(lost);

        assertThatThrownBy(() -> code().find(store, classPath))
                .isInstanceOf(ObjectNotFoundException.class)
                .hasMessageContaining(lost);
    }

    private LocalCode code() {
        return new LocalCode(temp.resolve("installed"), temp.resolve("cache"));
    }
}
