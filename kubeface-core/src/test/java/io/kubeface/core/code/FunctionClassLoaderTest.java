package io.kubeface.core.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.TaskFunction;
import io.kubeface.core.codec.Codec;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionClassLoaderTest {
    @TempDir
    Path temp;

    @Test
    void coreIsSharedAndNothingElseOfTheProcess() throws Exception {
        Path user = jarOf("app.Main", "package app; public class Main {}");
        try (FunctionClassLoader loader = FunctionClassLoader.open(List.of(user))) {
            assertThat(loader.loadClass(TaskFunction.class.getName())).isSameAs(TaskFunction.class);
            assertThat(loader.loadClass(Codec.class.getName())).isSameAs(Codec.class);
            assertThat(loader.loadClass("java.sql.Connection")).isNotNull();
            assertThatThrownBy(() -> loader.loadClass("org.assertj.core.api.Assertions"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> loader.loadClass("com.google.protobuf.MessageLite"))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void usersRunWithTheirOwnProtobufThoughTheWorkerHasAnother() throws Exception {
        Path classes = Code.compile(
                temp.resolve("classes"),
                "com.google.protobuf.MessageLite",
                "package com.google.protobuf; public interface MessageLite { String VERSION = \"the user's\"; }");
        Code.compile(classes, classes.toString(), "app.Main", """
                package app;
                public class Main {
                    public String toString() {
                        try {
                            return (String) com.google.protobuf.MessageLite.class.getField("VERSION").get(null);
                        } catch (ReflectiveOperationException e) { return "the worker's"; }
                    }
                }
                """);
        Path user = Code.jar(temp.resolve("user.jar"), Map.of(), Code.entries(classes));
        try (FunctionClassLoader loader = FunctionClassLoader.open(List.of(user))) {
            assertThat(loader.loadClass("app.Main").getConstructor().newInstance())
                    .hasToString("the user's");
        }
    }

    @Test
    void theProtobufCodecIsLoadedBesideTheUsersProtobuf() throws Exception {
        String name = "io.kubeface.core.codec.protobuf.package-info"; // a class that the process has as well
        String file = name.replace('.', '/') + ".class";
        byte[] bytes =
                Files.readAllBytes(Jvm.locationOf(FunctionClassLoader.class).resolve(file));
        Path user = Code.jar(temp.resolve("user.jar"), Map.of(), Map.of(file, bytes));
        try (FunctionClassLoader loader = FunctionClassLoader.open(List.of(user))) {
            assertThat(loader.loadClass(name).getClassLoader()).isSameAs(loader);
        }
    }

    @Test
    void theFirstJarThatHasAClassWins() throws Exception {
        String source = "package app; public class Main { public String toString() { return \"%s\"; } }";
        Path first = jarOf("app.Main", source.formatted("first"));
        Path second = jarOf("app.Main", source.formatted("second"));
        try (FunctionClassLoader loader = FunctionClassLoader.open(List.of(first, second))) {
            assertThat(loader.loadClass("app.Main").getConstructor().newInstance())
                    .hasToString("first");
        }
    }

    /** A manifest-only jar of a build names its class directories; following it would run what was never staged. */
    @Test
    void theClassPathOfAManifestIsNotFollowed() throws Exception {
        Path classes = Code.compile(temp.resolve("classes"), "app.Main", "package app; public class Main {}");
        Path user = Code.jar(
                temp.resolve("user.jar"),
                Map.of("Class-Path", classes.toUri().toString()),
                Map.of("a.txt", new byte[0]));
        try (FunctionClassLoader loader = FunctionClassLoader.open(List.of(user))) {
            assertThatThrownBy(() -> loader.loadClass("app.Main")).isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void resourcesComeFromTheJarsInOrderAndNotFromTheProcess() throws Exception {
        String odd = "dir/a b#c%20ü.txt";
        Path first = Code.jar(temp.resolve("a b/1.jar"), Map.of(), Map.of(odd, text("one")));
        Path second = Code.jar(temp.resolve("2.jar"), Map.of(), Map.of(odd, text("two"), "only.txt", text("2")));
        try (FunctionClassLoader loader = FunctionClassLoader.open(List.of(first, second))) {
            assertThat(read(loader.getResource(odd))).isEqualTo("one");
            assertThat(Collections.list(loader.getResources(odd)))
                    .extracting(FunctionClassLoaderTest::read)
                    .containsExactly("one", "two");
            try (InputStream in = loader.getResourceAsStream("only.txt")) {
                assertThat(in).hasBinaryContent(text("2"));
            }
            assertThat(loader.getResource("io/kubeface/core/TaskFunction.class"))
                    .isNull();
            assertThat(loader.getResource("absent.txt")).isNull();
            assertThat(loader.getURLs())
                    .containsExactly(first.toUri().toURL(), second.toUri().toURL());
        }
    }

    @Test
    void aMultiReleaseJarIsReadForTheRunningRelease() throws Exception {
        String source = "package app; public class Main { public String toString() { return \"%s\"; } }";
        Map<String, byte[]> entries = new LinkedHashMap<>();
        Path base = Code.compile(temp.resolve("base"), "app.Main", source.formatted("base"));
        Path nine = Code.compile(temp.resolve("nine"), "app.Main", source.formatted("nine"));
        entries.putAll(Code.entries(base));
        Code.entries(nine).forEach((name, bytes) -> entries.put("META-INF/versions/9/" + name, bytes));
        entries.put("r.txt", text("base"));
        entries.put("META-INF/versions/9/r.txt", text("nine"));
        Path user = Code.jar(temp.resolve("user.jar"), Map.of("Multi-Release", "true"), entries);
        try (FunctionClassLoader loader = FunctionClassLoader.open(List.of(user))) {
            assertThat(loader.loadClass("app.Main").getConstructor().newInstance())
                    .hasToString("nine");
            assertThat(read(loader.getResource("r.txt"))).isEqualTo("nine");
        }
    }

    @Test
    void aClassKnowsItsJarAndItsVersion() throws Exception {
        Path classes = Code.compile(temp.resolve("classes"), "app.Main", "package app; public class Main {}");
        Path user = Code.jar(temp.resolve("user.jar"), Map.of("Implementation-Version", "1.2"), Code.entries(classes));
        try (FunctionClassLoader loader = FunctionClassLoader.open(List.of(user))) {
            Class<?> main = loader.loadClass("app.Main");
            assertThat(main.getPackage().getImplementationVersion()).isEqualTo("1.2");
            assertThat(main.getProtectionDomain().getCodeSource().getLocation())
                    .isEqualTo(user.toUri().toURL());
        }
    }

    @Test
    void threadsThatRaceForAClassGetTheSame() throws Exception {
        Path classes = Code.compile(temp.resolve("classes"), "app.Main", "package app; public class Main {}");
        Path user = Code.jar(temp.resolve("user.jar"), Map.of("Implementation-Version", "1"), Code.entries(classes));
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (FunctionClassLoader loader = FunctionClassLoader.open(List.of(user))) {
            CyclicBarrier start = new CyclicBarrier(threads);
            Set<Future<Class<?>>> loaded = new HashSet<>();
            for (int i = 0; i < threads; i++) {
                loaded.add(pool.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return loader.loadClass("app.Main");
                }));
            }
            Set<Class<?>> classesSeen = new HashSet<>();
            for (Future<Class<?>> future : loaded) {
                classesSeen.add(future.get(30, TimeUnit.SECONDS));
            }
            assertThat(classesSeen).hasSize(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aJarThatIsGoneIsNamed() throws Exception {
        Path user = jarOf("app.Main", "package app; public class Main {}");
        Path gone = temp.resolve("gone.jar");
        try (FunctionClassLoader loader = FunctionClassLoader.open(List.of(gone, user))) {
            assertThatThrownBy(() -> loader.loadClass("app.Main"))
                    .isInstanceOf(ClassNotFoundException.class)
                    .hasMessageContaining(gone.toString());
        }
    }

    @Test
    void aClosedLoaderLetsGoOfItsJars() throws Exception {
        Path user = jarOf("app.Main", "package app; public class Main {}");
        FunctionClassLoader loader = FunctionClassLoader.open(List.of(user));
        assertThat(loader.getResource("app/Main.class")).isNotNull();
        loader.close();
        loader.close();

        assertThatThrownBy(() -> loader.loadClass("app.Main")).isInstanceOf(ClassNotFoundException.class);
        assertThat(loader.getResource("app/Main.class")).isNull();
    }

    private Path jarOf(String className, String source) throws Exception {
        Path directory = Files.createTempDirectory(temp, "jar");
        Path classes = Code.compile(directory.resolve("classes"), className, source);
        return Code.jar(directory.resolve("user.jar"), Map.of(), Code.entries(classes));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String read(URL url) {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
