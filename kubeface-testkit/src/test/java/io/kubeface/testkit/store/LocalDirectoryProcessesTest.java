package io.kubeface.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of a directory when processes use it together and are killed. */
class LocalDirectoryProcessesTest {
    private static final int KILLS = 10;
    private static final int LONGEST_RUN_LINES = 4;

    @TempDir
    Path root;

    @Test
    void aKilledWriterLeavesWholeObjectsOnlyAndNoTemporaryFile() throws Exception {
        Random random = new Random(42);
        int abandoned = 0;
        for (int round = 0; round < KILLS; round++) {
            try (WriterProcess writer = WriterProcess.start(root, "loop", "round-" + round)) {
                int lines = 1 + random.nextInt(LONGEST_RUN_LINES);
                for (int line = 0; line < lines; line++) {
                    assertThat(writer.line()).isEqualTo("writing");
                }
                busyFor(random.nextInt(20_000_000));
                writer.kill();
            }
            abandoned += temporaryFiles();
            LocalDirectoryObjectStore store = new LocalDirectoryObjectStore(root);
            assertThat(temporaryFiles()).isZero();
            assertThatAllAreWhole(store);
            store.delete(names(store));
        }
        assertThat(abandoned).as("writers killed in the middle of an object").isPositive();
    }

    @Test
    void oneOfTwoProcessesCreatesEachObject() throws Exception {
        try (WriterProcess a = WriterProcess.start(root, "race", "a");
                WriterProcess b = WriterProcess.start(root, "race", "b")) {
            assertThat(a.line()).isEqualTo("ready");
            assertThat(b.line()).isEqualTo("ready");
            a.go();
            b.go();
            int wonByA = Integer.parseInt(a.line());
            int wonByB = Integer.parseInt(b.line());
            assertThat(wonByA + wonByB).isEqualTo(1000);
            LocalDirectoryObjectStore store = new LocalDirectoryObjectStore(root);
            int ofA = 0;
            for (String name : names(store)) {
                try (InputStream body = store.get(name).body()) {
                    ofA += body.read() == 'a' ? 1 : 0;
                }
            }
            assertThat(ofA).isEqualTo(wonByA);
        }
    }

    @Test
    void aWriterThatRunsIsNotSweptAway() throws Exception {
        try (WriterProcess writer = WriterProcess.start(root, "loop", "alive")) {
            assertThat(writer.line()).isEqualTo("writing");
            for (int i = 0; i < 20; i++) {
                new LocalDirectoryObjectStore(root).close();
                assertThat(writer.line()).isEqualTo("writing");
            }
            writer.kill();
        }
    }

    private int temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(".~writing"))) {
            return (int) files.count();
        }
    }

    private static List<String> names(LocalDirectoryObjectStore store) throws IOException {
        return store.list("", null, 10_000).objects().stream()
                .map(ObjectInfo::name)
                .toList();
    }

    private static void assertThatAllAreWhole(LocalDirectoryObjectStore store) throws IOException {
        byte[] block = new byte[ObjectWriterMain.BLOCK];
        for (String name : names(store)) {
            try (StoredObject object = store.get(name)) {
                CRC32C sum = new CRC32C();
                for (long left = object.info().sizeBytes() - Long.BYTES; left > 0; left -= block.length) {
                    assertThat(object.body().readNBytes(block, 0, block.length)).isEqualTo(block.length);
                    sum.update(block);
                }
                long expected =
                        ByteBuffer.wrap(object.body().readNBytes(Long.BYTES)).getLong();
                assertThat(sum.getValue()).as(name).isEqualTo(expected);
            }
        }
    }

    /** Moves the kill to any point of the writing; the time itself is of no account. */
    private static void busyFor(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
