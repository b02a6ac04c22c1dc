package io.kubeface.core.code;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipFile;

/** Which jars of a class path a worker's own process starts from; one, when they were shaded together. */
final class WorkerParts {
    private static final Map<String, String> ARTIFACT_BY_CLASS = artifactByClass();

    private WorkerParts() {}

    private static Map<String, String> artifactByClass() {
        Map<String, String> artifacts = new LinkedHashMap<>();
        artifacts.put("io/kubeface/worker/WorkerMain.class", "io.kubeface:kubeface-worker");
        artifacts.put("io/kubeface/core/TaskFunction.class", "io.kubeface:kubeface-core");
        artifacts.put("com/google/protobuf/MessageLite.class", "com.google.protobuf:protobuf-java");
        return artifacts;
    }

    /**
     * The jars that hold the worker, core and protobuf: of each the first, as a class loader would have it.
     *
     * @throws IOException when one of them is not there; the message names the artefact to add
     */
    static List<CodeEntry> find(List<CodeEntry> classPath, CodeCache cache) throws IOException {
        Map<String, CodeEntry> found = new LinkedHashMap<>();
        for (CodeEntry entry : classPath) {
            if (found.size() == ARTIFACT_BY_CLASS.size()) {
                break;
            }
            try (ZipFile jar = new ZipFile(cache.path(entry.sha256()).toFile())) {
                for (String part : ARTIFACT_BY_CLASS.keySet()) {
                    if (!found.containsKey(part) && jar.getEntry(part) != null) {
                        found.put(part, entry);
                    }
                }
            }
        }
        Set<CodeEntry> parts = new LinkedHashSet<>();
        for (Map.Entry<String, String> part : ARTIFACT_BY_CLASS.entrySet()) {
            CodeEntry entry = found.get(part.getKey());
            if (entry == null) {
                throw new IOException("The class path has no " + part.getKey() + ", which workers start from. Add "
                        + part.getValue() + " to it (at run time is enough).");
            }
            parts.add(entry);
        }
        return new ArrayList<>(parts);
    }
}
