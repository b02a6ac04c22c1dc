package io.kubeface.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.PermanentStorageException;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.TransientStorageException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is a directory's own: links, rights, a full disk, and what it leaves behind. */
class LocalDirectoryEdgesTest {
    @TempDir
    Path directory;

    private Path root;
    private LocalDirectoryObjectStore store;

    @BeforeEach
    void open() {
        root = directory.resolve("root");
        store = new LocalDirectoryObjectStore(root);
    }

    @Test
    void openingAndReadingMakeNothing() throws IOException {
        assertThat(store.stat("a/b")).isEmpty();
        assertThat(store.list("", null, 10)).isEqualTo(new ObjectPage(List.of(), true));
        store.delete(List.of("a"));
        store.close();
        assertThat(root).doesNotExist();
    }

    @Test
    void aRootThatItMakesIsItsOwnersOnly() throws IOException {
        assumeTrue(root.getFileSystem().supportedFileAttributeViews().contains("posix"), "needs POSIX permissions");
        put("a", "1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
    }

    @Test
    void theRootMayBeALink() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        ObjectStore linked = new LocalDirectoryObjectStore(link);
        linked.put("a/b", PutMode.CREATE, "text/plain", out -> out.write('x'));
        assertThat(real.resolve("a/b")).hasContent("x");
        assertThat(linked.list("", null, 10).objects()).hasSize(1);
    }

    @Test
    void noNameLeadsOutThroughALinkedDirectory() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        put("a", "1");
        Files.createSymbolicLink(root.resolve("link"), outside);
        assertRefused(() -> store.get("link/secret"));
        assertRefused(() -> store.stat("link/secret"));
        assertRefused(() -> put("link/new", "x"));
        assertRefused(() -> store.delete(List.of("link/secret")));
        assertRefused(() -> store.copy("link/secret", "b", PutMode.CREATE));
        assertRefused(() -> store.copy("a", "link/b", PutMode.REPLACE));
        assertRefused(() -> store.list("link/", null, 10));
        assertThat(store.list("", null, 10).objects()).hasSize(1);
        assertThat(outside).isDirectoryContaining(path -> path.endsWith("secret"));
    }

    @Test
    void aLinkIsNoObject() throws IOException {
        Path outside = Files.writeString(directory.resolve("secret"), "secret");
        put("a", "1");
        Files.createSymbolicLink(root.resolve("link"), outside);
        assertThatExceptionOfType(ObjectNotFoundException.class).isThrownBy(() -> store.get("link"));
        assertThatExceptionOfType(ObjectNotFoundException.class)
                .isThrownBy(() -> store.copy("link", "b", PutMode.CREATE));
        assertThat(store.stat("link")).isEmpty();
        assertThatExceptionOfType(PermanentStorageException.class)
                .isThrownBy(() -> put("link", "x"))
                .withMessageContaining("link");
        store.put("link", PutMode.REPLACE, "text/plain", out -> out.write('x'));
        assertThat(outside).hasContent("secret");
        assertThat(read("link")).isEqualTo("x");
    }

    @Test
    void anObjectAndObjectsBelowItCannotBothBe() throws IOException {
        put("a", "1");
        assertThatExceptionOfType(PermanentStorageException.class)
                .isThrownBy(() -> put("a/b", "2"))
                .withMessageContaining(root.resolve("a").toString());
        put("c/d", "3");
        for (PutMode mode : PutMode.values()) {
            assertThatExceptionOfType(PermanentStorageException.class)
                    .isThrownBy(() -> store.put("c", mode, "text/plain", out -> {}))
                    .withMessageContaining("is a directory");
        }
        assertThat(read("c/d")).isEqualTo("3");
    }

    @Test
    void anEmptyDirectoryGivesWayToAnObject() throws IOException {
        put("a/b", "1");
        store.delete(List.of("a/b"));
        assertThat(root.resolve("a")).isEmptyDirectory();
        put("a", "2");
        assertThat(read("a")).isEqualTo("2");
    }

    @Test
    void deleteLeavesNoEmptyDirectoryBelowTheFirstLevel() throws IOException {
        put("r/job/x/1", "1");
        put("r/job/2", "2");
        store.delete(List.of("r/job/x/1"));
        assertThat(root.resolve("r/job")).isDirectoryNotContaining(path -> path.endsWith("x"));
        store.delete(List.of("r/job/2"));
        assertThat(root.resolve("r")).isEmptyDirectory();
    }

    @Test
    void aKeptDirectoryStaysUntilItIsLetGo() throws IOException {
        Closeable kept = store.keepDirectory("r/job");
        Closeable keptTwice = new LocalDirectoryObjectStore(root).keepDirectory("r/job");
        put("r/job/1", "1");
        store.delete(List.of("r/job/1"));
        assertThat(root.resolve("r/job")).isEmptyDirectory();
        kept.close();
        assertThat(root.resolve("r/job")).isEmptyDirectory();
        keptTwice.close();
        assertThat(root.resolve("r/job")).doesNotExist();
    }

    @Test
    void temporaryFilesOfUnknownWritersGoWhenADayOld() throws IOException {
        put("a", "1");
        Path old = Files.createFile(root.resolve(".~writing/elsewhere.1.x"));
        Path odd = Files.createFile(root.resolve(".~writing/odd"));
        Path fresh = Files.createFile(root.resolve(".~writing/elsewhere.2.x"));
        FileTime twoDaysAgo = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        Files.setLastModifiedTime(old, twoDaysAgo);
        Files.setLastModifiedTime(odd, twoDaysAgo);
        new LocalDirectoryObjectStore(root).close();
        assertThat(old).doesNotExist();
        assertThat(odd).doesNotExist();
        assertThat(fresh).exists();
        assertThat(store.list("", null, 10).objects()).hasSize(1);
    }

    @Test
    void theTemporaryFileOfALivingWriterStaysHoweverOldItIs() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/ns/pid")), "NOT TESTED: only Linux tells which writers live");
        boolean written = store.put("a", PutMode.CREATE, "text/plain", out -> {
            out.write('x');
            try (Stream<Path> files = Files.list(root.resolve(".~writing"))) {
                Files.setLastModifiedTime(files.findFirst().orElseThrow(), FileTime.from(Instant.EPOCH));
            }
            new LocalDirectoryObjectStore(root).close();
        });
        assertThat(written).isTrue();
        assertThat(read("a")).isEqualTo("x");
    }

    @Test
    void aFileThatMayNotBeLinkedIsCopied() throws Exception {
        put("a", "1");
        String file = root.resolve("a").toString();
        assumeTrue(run("chattr", "+i", file), "NOT TESTED: this user or file system cannot forbid links to a file");
        try {
            assertThat(store.copy("a", "created", PutMode.CREATE)).isTrue();
            assertThat(store.copy("a", "created", PutMode.CREATE)).isFalse();
            assertThat(store.copy("a", "replaced", PutMode.REPLACE)).isTrue();
        } finally {
            assertThat(run("chattr", "-i", file)).isTrue();
        }
        assertThat(read("created")).isEqualTo("1");
        assertThat(read("replaced")).isEqualTo("1");
        assertThat(root.resolve(".~writing")).isEmptyDirectory();
    }

    @Test
    void aPutLeavesNoTemporaryFile() throws IOException {
        put("a", "1");
        put("a", "2");
        store.put("a", PutMode.REPLACE, "text/plain", out -> out.write('x'));
        store.copy("a", "b", PutMode.REPLACE);
        store.copy("a", "a", PutMode.REPLACE);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store.put("c", PutMode.CREATE, "text/plain", out -> {
                    out.write(1);
                    throw new IOException("the body's own");
                }));
        assertThat(root.resolve(".~writing")).isEmptyDirectory();
    }

    @Test
    void aDurableStoreIsAStore() throws IOException {
        root = directory.resolve("not/yet/there");
        store = LocalDirectoryObjectStore.durable(root);
        ObjectStore durable = store;
        assertThat(durable.put("a/b", PutMode.CREATE, "text/plain", out -> out.write('x')))
                .isTrue();
        assertThat(durable.put("a/b", PutMode.CREATE, "text/plain", out -> out.write('y')))
                .isFalse();
        assertThat(read("a/b")).isEqualTo("x");
    }

    @Test
    void aFileInsteadOfTheRootIsRefusedWithItsPath() throws IOException {
        Files.writeString(root, "a file");
        assertThatExceptionOfType(PermanentStorageException.class)
                .isThrownBy(() -> put("a", "1"))
                .withMessageContaining(root.toString())
                .withMessageContaining("is a file");
    }

    @Test
    void aMissingRightIsNamedWithItsPath() throws IOException {
        put("r/a", "1");
        Files.setPosixFilePermissions(root.resolve("r"), PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeTrue(!Files.isWritable(root.resolve("r")), "NOT TESTED: this user (root?) may write everywhere");
            assertThatExceptionOfType(PermanentStorageException.class)
                    .isThrownBy(() -> put("r/b", "2"))
                    .withMessageContaining(root.resolve("r/b").toString())
                    .withMessageContaining("right");
        } finally {
            Files.setPosixFilePermissions(root.resolve("r"), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void aFullDiskIsToldAndLeavesNothing() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
                "NOT TESTED: a full disk; this user may not mount a small tmpfs");
        try {
            ObjectStore small = new LocalDirectoryObjectStore(disk.resolve("root"));
            small.put("a", PutMode.CREATE, "text/plain", out -> out.write(new byte[100_000]));
            for (PutMode mode : PutMode.values()) {
                assertThatExceptionOfType(TransientStorageException.class)
                        .isThrownBy(() -> small.put("b", mode, "text/plain", out -> {
                            for (int i = 0; i < 64; i++) {
                                out.write(new byte[100_000]);
                            }
                        }))
                        .withMessageContaining(disk.toString())
                        .withMessageContaining("full");
            }
            assertThat(small.stat("b")).isEmpty();
            assertThat(small.list("", null, 10).objects()).hasSize(1);
            assertThat(disk.resolve("root/.~writing")).isEmptyDirectory();
            assertThat(small.put("c", PutMode.CREATE, "text/plain", out -> out.write(new byte[100_000])))
                    .isTrue();
        } finally {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    @Test
    void manyObjectsInOneDirectoryAreListedInPages() throws IOException {
        int count = 20_000;
        Path place = Files.createDirectories(root.resolve("r/job"));
        Path linked = place;
        for (int i = 0; i < count; i++) {
            Path file = name(place, i);
            // Linking is faster than making files, and a file can have some ten thousand links.
            if (i % 10_000 == 0) {
                linked = Files.createFile(file);
            } else {
                Files.createLink(file, linked);
            }
        }
        int seen = 0;
        String after = "";
        ObjectPage page;
        do {
            page = store.list("r/job/", after, 2_000);
            for (ObjectInfo object : page.objects()) {
                assertThat(object.name()).isEqualTo("r/job/" + digits(seen));
                seen++;
                after = object.name();
            }
        } while (!page.last());
        assertThat(seen).isEqualTo(count);
    }

    @Test
    void pathsAndUrlsOpenTheSameDirectory() throws IOException {
        Path odd = directory.resolve("with space, ä and %20");
        ObjectStore first = new LocalDirectoryObjectStore(odd);
        assertThat(first.url()).startsWith("file:///").doesNotContain(" ").doesNotEndWith("/");
        first.put("a", PutMode.CREATE, "text/plain", out -> out.write('x'));
        assertThat(first.url()).doesNotEndWith("/");
        for (String url : List.of(first.url(), first.url() + "/", odd.toString(), odd + "/../" + odd.getFileName())) {
            try (ObjectStore again = ObjectStores.open(url)) {
                assertThat(again.stat("a")).as(url).isPresent();
                assertThat(again.address("a/b")).isEqualTo(odd.resolve("a/b").toString());
            }
        }
        try (ObjectStore relative = ObjectStores.open("some/directory")) {
            assertThat(relative.address("a"))
                    .isEqualTo(Path.of("some/directory/a").toAbsolutePath().toString());
        }
    }

    @Test
    void whatIsNoStorageIsRefusedWithWhatWouldBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectStores.open(" "))
                .withMessageContaining("empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectStores.open("s3://bucket/x"))
                .withMessageContaining("s3://bucket/x")
                .withMessageContaining("file, memory");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectStores.open("file:///with space"))
                .withMessageContaining("%20");
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectStores.open("file:relative"));
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectStores.open("memory:../x"));
    }

    private static Path name(Path place, int i) {
        return place.resolve(digits(i));
    }

    private static String digits(int i) {
        String digits = Integer.toString(i);
        return "0".repeat(7 - digits.length()) + digits;
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatExceptionOfType(PermanentStorageException.class)
                .isThrownBy(call)
                .withMessageContaining("symbolic link");
    }

    private boolean put(String name, String content) throws IOException {
        return store.put(name, PutMode.CREATE, "text/plain", out -> out.write(content.getBytes(UTF_8)));
    }

    private String read(String name) throws IOException {
        try (InputStream body = store.get(name).body()) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }
}
