package io.kubeface.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.StorageException;
import io.kubeface.core.TaskContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a path of a bucket can do, and what it cannot, as {@link TaskContext#path} says. */
class GcsPathIT {
    private static final TaskContext TASK = new TaskContext("memory:", "job", "task", 1, Map.of());
    private static EmulatedBucket bucket;

    @BeforeAll
    static void open() throws Exception {
        bucket = new EmulatedBucket();
    }

    @AfterAll
    static void close() throws Exception {
        bucket.remove();
    }

    private static Path path(String name) throws IOException {
        return TASK.path("gs://" + bucket.name + "/" + name);
    }

    @Test
    void aFileIsWrittenReadSoughtCopiedAndDeleted() throws Exception {
        Path file = path("dir/a file%20+ü.txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "one\ntwo\n");
        assertThat(bucket.client.readAllBytes(bucket.name, "dir/a file%20+ü.txt"))
                .asString(UTF_8)
                .isEqualTo("one\ntwo\n");
        try (Stream<String> lines = Files.lines(file)) {
            assertThat(lines).containsExactly("one", "two");
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(4);
            ByteBuffer three = ByteBuffer.allocate(3);
            while (three.hasRemaining() && channel.read(three) >= 0) {
                // As much as comes at once.
            }
            assertThat(new String(three.array(), UTF_8)).isEqualTo("two");
        }
        Path copy = path("copies/copy.txt");
        Files.copy(file, copy);
        assertThat(Files.size(copy)).isEqualTo(8);
        try (Stream<Path> files = Files.walk(path("copies/"))) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(copy);
        }
        Files.delete(file);
        assertThat(Files.exists(file)).isFalse();
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Files.readString(file));
    }

    @Test
    void anUrlOfAPathIsThatPathAgain() throws Exception {
        Path file = path("a/b");
        assertThat(file.toUri()).hasToString("gs://" + bucket.name + "/a/b");
        assertThat(TASK.path(file.toUri().toString())).isEqualTo(file);
        assertThat(TASK.path("GS://" + bucket.name + "/a").resolve("b")).isEqualTo(file);
    }

    @Test
    void ofTwoThatCreateAFileTheFirstToCloseWins() throws Exception {
        Path file = path("once");
        OutputStream first = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream second = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        first.write("first".getBytes(UTF_8));
        second.write("second".getBytes(UTF_8));
        first.close();

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(second::close)
                .matches(failure -> failure.getCode() == 412);
        assertThat(Files.readString(file)).isEqualTo("first");
    }

    @Test
    void whatABucketCannotDoIsRefused() throws Exception {
        Path file = path("refused/file");
        Files.writeString(file, "x");
        assertThatThrownBy(() -> Files.writeString(file, "y", StandardOpenOption.APPEND))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> file.getFileSystem().newWatchService())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> Files.delete(path("refused/"))).isInstanceOf(Exception.class);
        assertThat(Files.readString(file)).isEqualTo("x");
    }

    @Test
    void aBucketWithAnImpossibleNameIsRefused() {
        for (String url : List.of("gs://", "gs:///a", "gs://UPPER/a", "gs:bucket")) {
            assertThatIllegalArgumentException().as(url).isThrownBy(() -> TASK.path(url));
        }
    }
}
