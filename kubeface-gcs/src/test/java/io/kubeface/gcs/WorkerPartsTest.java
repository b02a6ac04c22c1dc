package io.kubeface.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The list of what a worker with a bucket starts from, against what Maven says this module needs at run time. */
class WorkerPartsTest {

    @Test
    void everyRuntimeJarHasOneWitnessThatNoOtherJarHas() throws IOException {
        Map<String, String> artifactByClass = list();
        List<Path> jars = runtimeJars();
        assertThat(jars).hasSizeGreaterThan(20);
        for (Path jar : jars) {
            List<String> artifacts = new ArrayList<>();
            for (Map.Entry<String, String> part : artifactByClass.entrySet()) {
                if (has(jar, part.getKey())) {
                    artifacts.add(part.getValue());
                }
            }
            assertThat(artifacts)
                    .as("parts in META-INF/kubeface/worker-parts/gs that are in %s", jar)
                    .hasSize(1);
            String artifact = artifacts.get(0);
            assertThat(jar.toString())
                    .as("the jar of %s", artifact)
                    .contains("/" + artifact.substring(artifact.indexOf(':') + 1) + "/");
        }
        assertThat(artifactByClass)
                .as("nothing is listed but this module and its run-time jars")
                .hasSize(jars.size() + 1);
    }

    @Test
    void thisModuleIsTheFirst() throws IOException {
        Map.Entry<String, String> first = list().entrySet().iterator().next();
        assertThat(first.getValue()).isEqualTo("io.kubeface:kubeface-gcs");
        assertThat(first.getKey())
                .isEqualTo(GcsObjectStoreProvider.class.getName().replace('.', '/') + ".class");
    }

    private static Map<String, String> list() throws IOException {
        try (InputStream in = GcsObjectStore.class.getResourceAsStream("/META-INF/kubeface/worker-parts/gs")) {
            Map<String, String> list = new LinkedHashMap<>();
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                if (!line.startsWith("#")) {
                    String[] part = line.split(" ", -1);
                    assertThat(part)
                            .as("a line is a class file, a space and an artefact")
                            .hasSize(2);
                    assertThat(list.put(part[0], part[1])).isNull();
                }
            }
            return list;
        }
    }

    /** Core and protobuf are parts of every worker. */
    private static List<Path> runtimeJars() throws IOException {
        List<Path> jars = new ArrayList<>();
        try (InputStream in = WorkerPartsTest.class.getResourceAsStream("/worker-class-path.txt")) {
            for (String entry : new String(in.readAllBytes(), UTF_8).strip().split(File.pathSeparator, -1)) {
                Path path = Path.of(entry);
                if (!entry.contains("kubeface-core")
                        && !entry.contains("/protobuf-java/")
                        && Files.isRegularFile(path)) {
                    jars.add(path);
                }
            }
        }
        return jars;
    }

    private static boolean has(Path jar, String entry) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry(entry) != null;
        }
    }
}
