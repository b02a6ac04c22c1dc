package io.kubeface.core.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerInstallationTest {

    @TempDir
    Path temp;

    @Test
    void anInstallationHasAllJarsTheWorkersListAndAJarThatLeadsToThem() throws Exception {
        CodeCache cache = new CodeCache(temp.resolve("cache"));
        Path parts = Code.workerParts(temp);
        Path module = Code.jar(
                temp.resolve("module.jar"),
                Map.of(),
                Map.of(
                        "org/example/Client.class",
                        new byte[] {1},
                        "META-INF/kubeface/worker-parts/map",
                        "org/example/Client.class org.example:client\n".getBytes(StandardCharsets.UTF_8)));
        Path user = Code.jar(temp.resolve("user.jar"), Map.of(), Map.of("user.txt", new byte[0]));
        Path directory = temp.resolve("opt");

        WorkerInstallation.write(directory, cache, List.of(user, module, parts), "map:any");

        StagedCode staged = CodeStaging.stage(new MapStore(), cache, List.of(module, parts, user));
        assertThat(directory.resolve("worker-jars.txt")).hasContent(WorkerList.format(staged.worker()));
        assertThat(new LocalCode(directory, temp.resolve("no cache")).find(new MapStore(), staged.classPath()))
                .allMatch(file -> file.startsWith(directory));
        URL naming = directory.resolve("worker.jar").toUri().toURL();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {naming}, null)) {
            assertThat(loader.findResource("io/kubeface/worker/WorkerMain.class"))
                    .isNotNull();
            assertThat(loader.findResource("org/example/Client.class")).isNotNull();
            assertThat(loader.findResource("user.txt"))
                    .as("is no part of a worker")
                    .isNull();
        }
        byte[] first = Files.readAllBytes(directory.resolve("worker.jar"));
        WorkerInstallation.write(temp.resolve("again"), cache, List.of(module, user, parts), "map:any");
        assertThat(temp.resolve("again/worker.jar")).hasBinaryContent(first);
    }
}
