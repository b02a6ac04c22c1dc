package io.kubeface.core.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.PutMode;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeCacheTest {
    private static final byte[] BYTES = bytes(100_000);
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    Path temp;

    private final MapStore store = new MapStore();
    private CodeCache cache;
    private CodeEntry entry;

    @BeforeEach
    void put() throws IOException {
        cache = new CodeCache(temp.resolve("cache"));
        entry = entry(BYTES);
        store.objects.put(entry.name().path(), BYTES);
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static CodeEntry entry(byte[] bytes) throws IOException {
        return new CodeEntry(Sha256.of(new ByteArrayInputStream(bytes)), "app.jar", bytes.length);
    }

    @Test
    void codeIsFetchedOnceAndThenCached() throws Exception {
        Path file = cache.fetch(store, entry);

        assertThat(file).isEqualTo(temp.resolve("cache/code/sha256/" + entry.sha256() + ".jar"));
        assertThat(file).hasBinaryContent(BYTES);
        assertThat(cache.fetch(store, entry)).isEqualTo(file);
        assertThat(store.gets).hasValue(1);
    }

    @Test
    void anObjectThatWasChangedIsRefusedWithBothDigests() throws Exception {
        byte[] changed = BYTES.clone();
        changed[500] ^= 1;
        store.objects.put(entry.name().path(), changed);

        CodeMismatchException refusal =
                catchThrowableOfType(CodeMismatchException.class, () -> cache.fetch(store, entry));

        assertThat(refusal.expectedSha256()).isEqualTo(entry.sha256());
        assertThat(refusal.foundSha256()).isEqualTo(entry(changed).sha256());
        assertThat(refusal)
                .hasMessageContaining("app.jar")
                .hasMessageContaining(entry.sha256())
                .hasMessageContaining(entry(changed).sha256())
                .hasMessageContaining("map:code/sha256/");
        assertThat(cached()).isEmpty();
    }

    @Test
    void aCachedFileOfAnotherSizeIsFetchedAgain() throws Exception {
        Path file = cache.fetch(store, entry);
        Files.write(file, new byte[] {1, 2, 3});

        assertThat(cache.fetch(store, entry)).isEqualTo(file).hasBinaryContent(BYTES);
        assertThat(cached()).containsExactly(entry.sha256() + ".jar");
    }

    @Test
    void aCachedFileOfAnotherSizeIsNotReplacedByAnObjectThatWasChanged() throws Exception {
        Files.write(cache.fetch(store, entry), new byte[] {1, 2, 3});
        store.objects.put(entry.name().path(), new byte[] {4, 5});

        CodeMismatchException refusal =
                catchThrowableOfType(CodeMismatchException.class, () -> cache.fetch(store, entry));

        assertThat(refusal.fileName()).isEqualTo("app.jar");
        assertThat(refusal.expectedSha256()).isEqualTo(entry.sha256());
        assertThat(refusal.foundSha256()).isEqualTo(entry(new byte[] {4, 5}).sha256());
    }

    @Test
    void codeThatIsNotThereIsAnError() throws Exception {
        store.objects.clear();

        assertThatThrownBy(() -> cache.fetch(store, entry)).isInstanceOf(ObjectNotFoundException.class);
        assertThat(cached()).isEmpty();
    }

    @Test
    void manyThreadsMayFetchTheSameAtOnce() throws Exception {
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Path>> fetched = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                fetched.add(pool.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return cache.fetch(store, entry);
                }));
            }
            for (Future<Path> file : fetched) {
                assertThat(file.get(30, TimeUnit.SECONDS)).hasBinaryContent(BYTES);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(cached()).containsExactly(entry.sha256() + ".jar");
    }

    @Test
    void manyProcessesMayFetchTheSameAtOnce() throws Exception {
        byte[] big = bytes(8 << 20);
        CodeEntry bigEntry = entry(big);
        Path root = Files.createDirectory(temp.resolve("store"));
        try (LocalDirectoryObjectStore local = new LocalDirectoryObjectStore(root)) {
            local.put(bigEntry.name().path(), PutMode.CREATE, "application/java-archive", out -> out.write(big));
        }
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(start(
                    "fetch",
                    temp.resolve("cache").toString(),
                    root.toString(),
                    bigEntry.sha256(),
                    String.valueOf(big.length)));
        }
        for (Process process : processes) {
            assertThat(new String(process.getInputStream().readNBytes("ready".length()), StandardCharsets.UTF_8))
                    .isEqualTo("ready");
        }
        for (Process process : processes) {
            process.getOutputStream().close();
        }
        for (Process process : processes) {
            assertThat(Jvm.output(process, 0))
                    .contains(cache.path(bigEntry.sha256()).toString());
        }
        assertThat(cache.path(bigEntry.sha256())).hasBinaryContent(big);
        assertThat(cached()).containsExactly(bigEntry.sha256() + ".jar");
    }

    @Test
    void aProcessKilledWhileItFetchedIsInNobodysWay() throws Exception {
        Jvm.output(start("die", temp.resolve("cache").toString()), 137);
        assertThat(cached()).singleElement().asString().endsWith(".part");

        assertThat(cache.fetch(store, entry)).hasBinaryContent(BYTES);

        Path left = temp.resolve("cache/code/sha256").resolve(partName());
        cache.prune(Duration.ofDays(30));
        assertThat(left).exists();
        setTimes(left, LONG_AGO, LONG_AGO);
        cache.prune(Duration.ofDays(30));
        assertThat(cached()).containsExactly(entry.sha256() + ".jar");
    }

    private String partName() throws IOException {
        return cached().stream()
                .filter(name -> name.endsWith(".part"))
                .findFirst()
                .orElseThrow();
    }

    private static Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add("-cp");
        command.add(Jvm.locationOf(CodeCache.class) + File.pathSeparator + Jvm.locationOf(CacheMain.class));
        command.add(CacheMain.class.getName());
        command.addAll(List.of(arguments));
        return Jvm.start(command);
    }

    @Test
    void whatIsLongUnusedIsPrunedAndWhatIsUsedStays() throws Exception {
        Path used = cache.fetch(store, entry);
        Path unused = Files.write(cache.path("0".repeat(64)), new byte[1]);
        setTimes(used, LONG_AGO, LONG_AGO);
        setTimes(unused, LONG_AGO, LONG_AGO);
        cache.touch(entry.sha256());

        cache.pruneEvery(Duration.ofDays(1), Duration.ofDays(30));

        assertThat(cached()).containsExactly(entry.sha256() + ".jar");
        assertThat(Files.getLastModifiedTime(used))
                .as("a changed time would void an archive of shared classes")
                .isEqualTo(LONG_AGO);
    }

    @Test
    void pruningIsNotDoneTwiceWithinItsInterval() throws Exception {
        cache.pruneEvery(Duration.ofDays(1), Duration.ofDays(30));
        Path unused = Files.write(cache.path("0".repeat(64)), new byte[1]);
        setTimes(unused, LONG_AGO, LONG_AGO);

        cache.pruneEvery(Duration.ofDays(1), Duration.ofDays(30));
        assertThat(unused).exists();

        setTimes(temp.resolve("cache/pruned"), LONG_AGO, LONG_AGO);
        cache.pruneEvery(Duration.ofDays(1), Duration.ofDays(30));
        assertThat(unused).doesNotExist();
    }

    private static void setTimes(Path file, FileTime modified, FileTime accessed) throws IOException {
        Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(modified, accessed, null);
    }

    private List<String> cached() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("cache/code/sha256"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
