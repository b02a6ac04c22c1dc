package io.kubeface.core.code;

import io.kubeface.core.store.ObjectStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Which jars of a class path a worker's own process starts from: the worker, core, protobuf, and what the module that
 * serves the job's storage lists in {@code META-INF/kubeface/worker-parts/<scheme>}. Jars that were shaded together
 * count as one.
 */
final class WorkerParts {
    private static final String LISTS = "META-INF/kubeface/worker-parts/";

    private final List<CodeEntry> classPath;
    private final CodeCache cache;
    /** The artefact that brings a class file, in the order in which workers have them. */
    private final Map<String, String> artifactByClass = new LinkedHashMap<>();

    private WorkerParts(List<CodeEntry> classPath, CodeCache cache) {
        this.classPath = classPath;
        this.cache = cache;
        artifactByClass.put("io/kubeface/worker/WorkerMain.class", "io.kubeface:kubeface-worker");
        artifactByClass.put("io/kubeface/core/TaskFunction.class", "io.kubeface:kubeface-core");
        artifactByClass.put("com/google/protobuf/MessageLite.class", "com.google.protobuf:protobuf-java");
    }

    /**
     * The jars that hold the parts: of each the first, as a class loader would have it.
     *
     * @param storage URL of the job's storage
     * @throws IOException when one of them is not there; the message names the artefact to add
     */
    static List<CodeEntry> find(List<CodeEntry> classPath, CodeCache cache, String storage) throws IOException {
        WorkerParts parts = new WorkerParts(classPath, cache);
        String scheme = ObjectStores.scheme(storage);
        if (ObjectStores.isProvided(scheme)) {
            parts.readList(scheme);
        }
        return parts.jars();
    }

    /** A store that lists nothing needs nothing, or is one that only drivers use. */
    private void readList(String scheme) throws IOException {
        for (CodeEntry entry : classPath) {
            try (ZipFile jar = open(entry)) {
                ZipEntry list = jar.getEntry(LISTS + scheme);
                if (list == null) {
                    continue;
                }
                try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(jar.getInputStream(list), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        addPart(line.strip(), entry, scheme);
                    }
                }
                return;
            }
        }
    }

    private void addPart(String line, CodeEntry entry, String scheme) throws IOException {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        int space = line.indexOf(' ');
        if (space < 0) {
            throw new IOException("A line of " + LISTS + scheme + " in " + entry.fileName()
                    + " is a class file, a space and an artefact; got \"" + line + "\".");
        }
        artifactByClass.putIfAbsent(
                line.substring(0, space), line.substring(space + 1).strip());
    }

    private List<CodeEntry> jars() throws IOException {
        Map<String, CodeEntry> found = new LinkedHashMap<>();
        Set<String> missing = new HashSet<>(artifactByClass.keySet());
        for (CodeEntry entry : classPath) {
            if (missing.isEmpty()) {
                break;
            }
            try (ZipFile jar = open(entry)) {
                missing.removeIf(part -> {
                    boolean here = jar.getEntry(part) != null;
                    if (here) {
                        found.put(part, entry);
                    }
                    return here;
                });
            }
        }
        Set<CodeEntry> parts = new LinkedHashSet<>();
        for (Map.Entry<String, String> part : artifactByClass.entrySet()) {
            CodeEntry entry = found.get(part.getKey());
            if (entry == null) {
                throw new IOException("The class path has no " + part.getKey() + ", which workers start from. Add "
                        + part.getValue() + " to it (at run time is enough).");
            }
            parts.add(entry);
        }
        return new ArrayList<>(parts);
    }

    private ZipFile open(CodeEntry entry) throws IOException {
        return new ZipFile(cache.path(entry.sha256()).toFile());
    }
}
