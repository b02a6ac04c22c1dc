package io.kubeface.core.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeStagingTest {
    private static final String GREETER =
            "package app; public class Greeter { public String toString() { return \"%s\"; } }";

    @TempDir
    Path temp;

    private final MapStore store = new MapStore();
    private CodeCache cache;
    private Path parts;

    @BeforeEach
    void open() throws IOException {
        cache = new CodeCache(temp.resolve("cache"));
        parts = Code.workerParts(temp);
    }

    @Test
    void jarsAreStagedAsTheyAre() throws Exception {
        StagedCode staged = CodeStaging.stage(store, cache, List.of(parts));

        CodeEntry entry = staged.classPath().get(0);
        assertThat(entry.fileName()).isEqualTo("worker-parts.jar");
        assertThat(entry.sizeBytes()).isEqualTo(Files.size(parts));
        assertThat(store.objects.get(entry.name().path())).isEqualTo(Files.readAllBytes(parts));
        assertThat(staged.files().get(entry.sha256())).hasSameBinaryContentAs(parts);
    }

    @Test
    void aDamagedJarOfTheCacheIsReplaced() throws Exception {
        byte[] original = Files.readAllBytes(parts);
        Path cached = CodeStaging.stage(store, cache, List.of(parts))
                .files()
                .values()
                .iterator()
                .next();
        Files.write(cached, new byte[] {1, 2, 3});

        CodeStaging.stage(store, cache, List.of(parts));

        assertThat(cached).hasBinaryContent(original);
    }

    @Test
    void whatIsForLaterJobsMayFail() throws Exception {
        Path old = parts.resolveSibling("cache/pruned"); // directories that are not empty, where files are to be
        Files.createDirectories(old.resolve("in the way"));
        Files.createDirectories(parts.resolveSibling("cache/digests/in the way"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
        Files.getFileAttributeView(old, BasicFileAttributeView.class)
                .setTimes(null, FileTime.from(Instant.EPOCH), null);
        Path longUnchanged = Path.of(
                Test.class.getProtectionDomain().getCodeSource().getLocation().toURI());

        StagedCode staged = CodeStaging.stage(store, cache, List.of(longUnchanged, parts));

        assertThat(staged.classPath()).hasSize(2);
    }

    @Test
    void aDirectoryThatIsTooLargeIsRefusedWithItsNameAndTheCure() throws Exception {
        Path workingDirectory = directory("home", List.of("a.txt"), Instant.now());
        try (RandomAccessFile sparse =
                new RandomAccessFile(workingDirectory.resolve("disk.img").toFile(), "rw")) {
            sparse.setLength(257L << 20);
        }

        assertThatThrownBy(() -> CodeStaging.stage(store, cache, List.of(parts, workingDirectory)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(workingDirectory.toString())
                .hasMessageContaining("256 MiB")
                .hasMessageContaining("empty element")
                .hasMessageContaining("classPath(...)");
        assertThat(store.puts).hasValue(0);
    }

    @Test
    void aReplacedJarDoesNotChangeWhatWasStaged() throws Exception {
        byte[] original = Files.readAllBytes(parts);
        StagedCode staged = CodeStaging.stage(store, cache, List.of(parts));
        Files.writeString(parts, "rebuilt in place");

        assertThat(staged.files().get(staged.classPath().get(0).sha256())).hasBinaryContent(original);
    }

    @Test
    void aChangedJarOfEqualSizeAndTimeIsNotTakenForTheOldOne() throws Exception {
        FileTime time = Files.getLastModifiedTime(parts);
        Path jar = Code.jar(temp.resolve("a.jar"), Map.of(), Map.of("a.txt", new byte[] {1}));
        Files.setLastModifiedTime(jar, time);
        CodeEntry before =
                CodeStaging.stage(store, cache, List.of(jar, parts)).classPath().get(0);
        Code.jar(jar, Map.of(), Map.of("a.txt", new byte[] {2}));
        Files.setLastModifiedTime(jar, time);
        CodeEntry after =
                CodeStaging.stage(store, cache, List.of(jar, parts)).classPath().get(0);

        assertThat(after.sizeBytes()).isEqualTo(before.sizeBytes());
        assertThat(after.sha256()).isNotEqualTo(before.sha256());
    }

    @Test
    void aClassDirectoryIsAJarWhoseDigestDependsOnContentAlone() throws Exception {
        Path one = directory("one", List.of("b/B.txt", "a/A.txt", "META-INF/services/x", "Z.txt"), Instant.EPOCH);
        Path two = directory("two", List.of("Z.txt", "META-INF/services/x", "a/A.txt", "b/B.txt"), Instant.now());

        StagedCode first = CodeStaging.stage(store, cache, List.of(one, parts));
        StagedCode second = CodeStaging.stage(store, cache, List.of(two, parts));

        CodeEntry packed = first.classPath().get(0);
        assertThat(second.classPath().get(0).sha256()).isEqualTo(packed.sha256());
        try (ZipFile jar = new ZipFile(first.files().get(packed.sha256()).toFile());
                InputStream a = jar.getInputStream(jar.getEntry("a/A.txt"))) {
            assertThat(jar.stream().map(Object::toString))
                    .containsExactly(
                            "META-INF/",
                            "META-INF/services/",
                            "META-INF/services/x",
                            "Z.txt",
                            "a/",
                            "a/A.txt",
                            "b/",
                            "b/B.txt");
            assertThat(a.readAllBytes()).isEqualTo("a/A.txt".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The digest stands in stored names: what a directory is packed to must not change with a release of ours or Java. */
    @Test
    void thePackedFormNeverChanges() throws Exception {
        Path one = directory("golden", List.of("b/B.txt", "a/A.txt"), Instant.now());

        assertThat(CodeStaging.stage(store, cache, List.of(one, parts))
                        .classPath()
                        .get(0)
                        .sha256())
                .isEqualTo("8ae3795b390ee8684f5d6e220a826eef11d638161b50ab178896ff221d5558b1");
    }

    private Path directory(String name, List<String> files, Instant modified) throws IOException {
        Path directory = temp.resolve(name);
        for (String file : files) {
            Path path = directory.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
            Files.setLastModifiedTime(path, FileTime.from(modified));
        }
        return directory;
    }

    @Test
    void aChangedClassChangesTheDigest() throws Exception {
        Path classes = Code.compile(temp.resolve("classes"), "app.Greeter", GREETER.formatted("hello"));
        String before = CodeStaging.stage(store, cache, List.of(classes, parts))
                .classPath()
                .get(0)
                .sha256();
        Code.compile(classes, "app.Greeter", GREETER.formatted("hallo"));

        assertThat(CodeStaging.stage(store, cache, List.of(classes, parts))
                        .classPath()
                        .get(0)
                        .sha256())
                .isNotEqualTo(before);
    }

    @Test
    void onlyWhatTheStoreLacksIsUploaded() throws Exception {
        Path classes = Code.compile(temp.resolve("classes"), "app.Greeter", GREETER.formatted("hello"));
        CodeStaging.stage(store, cache, List.of(classes, parts));
        assertThat(store.puts).hasValue(2);

        CodeStaging.stage(store, new CodeCache(temp.resolve("other cache")), List.of(classes, parts));
        assertThat(store.puts).hasValue(2);

        Code.compile(classes, "app.Greeter", GREETER.formatted("hallo"));
        CodeStaging.stage(store, cache, List.of(classes, parts));
        assertThat(store.puts).hasValue(3);
    }

    @Test
    void equalEntriesAreStagedOnce() throws Exception {
        Path copy = Files.copy(parts, temp.resolve("copy.jar"));

        assertThat(Code.names(
                        CodeStaging.stage(store, cache, List.of(parts, copy)).classPath()))
                .containsExactly("worker-parts.jar");
    }

    @Test
    void theWorkerStartsFromTheFirstJarThatHoldsEachPart() throws Exception {
        Path user = Code.jar(temp.resolve("user.jar"), Map.of(), Map.of("a.txt", new byte[0]));
        Path core = part("core.jar", "io/kubeface/core/TaskFunction.class");
        Path first = part("protobuf.jar", "com/google/protobuf/MessageLite.class");
        Path second = part("protobuf-2.jar", "com/google/protobuf/MessageLite.class");
        Path worker = part("worker.jar", "io/kubeface/worker/WorkerMain.class");

        StagedCode staged = CodeStaging.stage(store, cache, List.of(user, core, first, second, worker));

        assertThat(Code.names(staged.worker())).containsExactly("worker.jar", "core.jar", "protobuf.jar");
        assertThat(Code.names(staged.classPath()))
                .containsExactly("user.jar", "core.jar", "protobuf.jar", "protobuf-2.jar", "worker.jar");
    }

    @Test
    void aShadedJarIsTheWorkersOnlyOne() throws Exception {
        assertThat(Code.names(CodeStaging.stage(store, cache, List.of(parts)).worker()))
                .containsExactly("worker-parts.jar");
    }

    @Test
    void aClassPathWithoutTheWorkerIsRefusedWithTheArtefactToAdd() throws Exception {
        Path core = part("core.jar", "io/kubeface/core/TaskFunction.class");

        assertThatThrownBy(() -> CodeStaging.stage(store, cache, List.of(core)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("io.kubeface:kubeface-worker");
        assertThat(store.puts).hasValue(0);
    }

    @Test
    void theStoresModuleNamesFurtherJarsForWorkersAndTheirOrder() throws Exception {
        Path unused = part("unused.jar", "org/example/Unused.class");
        Path transport = part("transport.jar", "org/example/Transport.class");
        Path module = mapModule("""
                # what workers need
                org/example/MapStore.class org.example:map-store

                org/example/Client.class org.example:client
                org/example/Transport.class org.example:transport
                """);
        Path client = part("client.jar", "org/example/Client.class");

        StagedCode staged = CodeStaging.stage(store, cache, List.of(unused, transport, client, module, parts));

        assertThat(Code.names(staged.worker()))
                .containsExactly("worker-parts.jar", "map-store.jar", "client.jar", "transport.jar");
    }

    @Test
    void aMissingJarOfTheStoresModuleIsRefusedWithTheArtefactToAdd() throws Exception {
        Path module = mapModule("org/example/Client.class org.example:client\n");

        assertThatThrownBy(() -> CodeStaging.stage(store, cache, List.of(parts, module)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("org/example/Client.class")
                .hasMessageContaining("Add org.example:client to it");
        assertThat(store.puts).hasValue(0);
    }

    @Test
    void aListOfWorkerPartsThatIsNoneIsRefusedWithItsLine() throws Exception {
        Path module = mapModule("org/example/Client.class\n");

        assertThatThrownBy(() -> CodeStaging.stage(store, cache, List.of(parts, module)))
                .hasMessageContaining("META-INF/kubeface/worker-parts/map in map-store.jar")
                .hasMessageContaining("\"org/example/Client.class\"");
    }

    @Test
    void theFirstFailureOfAnUploadEndsAllAndIsThrown() throws Exception {
        List<Path> classPath = new ArrayList<>(List.of(parts));
        for (int i = 0; i < 30; i++) {
            classPath.add(part("library-" + i + ".jar", "org/example/L" + i + ".class"));
        }
        store.failing = true;

        assertThatThrownBy(() -> CodeStaging.stage(store, cache, classPath)).hasMessage("the store is down");
        assertThat(store.puts.get()).isLessThan(classPath.size());
    }

    @Test
    void severalJarsAreUploadedAtATime() throws Exception {
        List<Path> classPath = new ArrayList<>(List.of(parts));
        for (int i = 0; i < 7; i++) {
            classPath.add(part("library-" + i + ".jar", "org/example/L" + i + ".class"));
        }
        store.together = new CyclicBarrier(8);

        CodeStaging.stage(store, cache, classPath);

        assertThat(store.objects).hasSize(8);
    }

    private Path mapModule(String list) throws IOException {
        return Code.jar(
                temp.resolve("map-store.jar"),
                Map.of(),
                Map.of(
                        "org/example/MapStore.class",
                        new byte[] {9},
                        "META-INF/kubeface/worker-parts/map",
                        list.getBytes(StandardCharsets.UTF_8)));
    }

    private Path part(String name, String entry) throws IOException {
        return Code.jar(temp.resolve(name), Map.of(), Map.of(entry, name.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anUnreadableFileIsNamed() throws Exception {
        Path directory = directory("locked", List.of("secret.txt"), Instant.now());
        Path secret = directory.resolve("secret.txt");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(secret)).as("root reads everything").isFalse();

        assertThatThrownBy(() -> CodeStaging.stage(store, cache, List.of(directory, parts)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(secret.toString())
                .hasMessageContaining("access is denied");
    }

    @Test
    void linksAreFollowedAndALinkToNowhereIsLeftOut() throws Exception {
        Path directory = directory("linked", List.of("own.txt"), Instant.now());
        Path elsewhere = directory("elsewhere", List.of("other.txt"), Instant.now());
        Files.createSymbolicLink(directory.resolve("sub"), elsewhere);
        Files.createSymbolicLink(directory.resolve("broken"), temp.resolve("nowhere"));

        StagedCode staged = CodeStaging.stage(store, cache, List.of(directory, parts));

        try (ZipFile jar = new ZipFile(
                staged.files().get(staged.classPath().get(0).sha256()).toFile())) {
            assertThat(jar.stream().map(Object::toString)).containsExactly("own.txt", "sub/", "sub/other.txt");
        }
    }

    @Test
    void whatIsNotThereIsNamed() {
        Path absent = temp.resolve("absent.jar");

        assertThatThrownBy(() -> CodeStaging.stage(store, cache, List.of(absent, parts)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(absent.toString());
    }

    @Test
    void aBootJarIsTakenApartInTheOrderOfItsIndex() throws Exception {
        Map<String, byte[]> entries = bootEntries();
        entries.put(
                "BOOT-INF/classpath.idx",
                "- \"BOOT-INF/lib/worker.jar\"\n- \"BOOT-INF/lib/absent.jar\"\n".getBytes(StandardCharsets.UTF_8));
        Map<String, String> manifest = Map.of(
                "Spring-Boot-Classes", "BOOT-INF/classes/",
                "Spring-Boot-Lib", "BOOT-INF/lib/",
                "Spring-Boot-Classpath-Index", "BOOT-INF/classpath.idx");
        Path boot = Code.jar(temp.resolve("boot.jar"), manifest, entries);

        StagedCode staged = CodeStaging.stage(store, cache, List.of(boot));

        assertThat(Code.names(staged.classPath()))
                .containsExactly("boot.jar!BOOT-INF/classes/", "worker.jar", "user.jar");
        assertThat(Code.names(staged.worker())).containsExactly("worker.jar");
        try (FunctionClassLoader loader = FunctionClassLoader.open(staged.classPath().stream()
                .map(e -> staged.files().get(e.sha256()))
                .toList())) {
            assertThat(loader.loadClass("app.Greeter").getConstructor().newInstance())
                    .hasToString("hello");
        }
    }

    @Test
    void aBootJarWithoutIndexIsTakenApartInItsOwnOrder() throws Exception {
        Path boot = Code.jar(temp.resolve("boot.jar"), Map.of(), bootEntries());

        StagedCode staged = CodeStaging.stage(store, cache, List.of(boot));

        assertThat(Code.names(staged.classPath()))
                .containsExactly("boot.jar!BOOT-INF/classes/", "user.jar", "worker.jar");
    }

    @Test
    void aWarIsTakenApartToo() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        bootEntries().forEach((name, bytes) -> entries.put(name.replace("BOOT-INF", "WEB-INF"), bytes));
        entries.put("WEB-INF/lib-provided/provided.jar", Code.jarBytes(Map.of(), Map.of("p.txt", new byte[0])));
        Path war = Code.jar(temp.resolve("app.war"), Map.of(), entries);

        assertThat(Code.names(CodeStaging.stage(store, cache, List.of(war)).classPath()))
                .containsExactly("app.war!WEB-INF/classes/", "user.jar", "worker.jar", "provided.jar");
    }

    private Map<String, byte[]> bootEntries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        Path classes = Code.compile(temp.resolve("boot-classes"), "app.Greeter", GREETER.formatted("hello"));
        entries.put("org/springframework/boot/loader/launch/JarLauncher.class", new byte[0]);
        Code.entries(classes).forEach((name, bytes) -> entries.put("BOOT-INF/classes/" + name, bytes));
        entries.put("BOOT-INF/lib/user.jar", Code.jarBytes(Map.of(), Map.of("a.txt", new byte[0])));
        entries.put("BOOT-INF/lib/worker.jar", Files.readAllBytes(parts));
        return entries;
    }
}
