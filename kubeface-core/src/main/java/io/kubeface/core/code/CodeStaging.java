package io.kubeface.core.code;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

/**
 * Puts a class path into a store by content: jars as they are, class directories as jars whose bytes depend on their
 * content alone, an executable jar of Spring Boot as the classes and jars inside it. What the store has is not uploaded
 * again, and what it lacks goes up in several streams at once.
 *
 * <p>All of it lies in the cache afterwards, and workers on this machine load it from there, never from the class path
 * itself: a build that replaces a jar or recompiles a directory while a job runs would give workers other code than the
 * function was serialised with.
 */
public final class CodeStaging {
    private static final String CONTENT_TYPE = "application/java-archive";
    /** Of classes and resources nobody has more; the working directory, in the class path by mistake, often has. */
    private static final long LARGEST_DIRECTORY_BYTES = 256L * 1024 * 1024;

    private static final Duration PRUNE_INTERVAL = Duration.ofDays(1);
    private static final Duration UNUSED_LIFETIME = Duration.ofDays(30);

    private final CodeCache cache;
    private final KnownDigests known;
    private final Map<String, CodeEntry> entries = new LinkedHashMap<>();

    private CodeStaging(CodeCache cache) {
        this.cache = cache;
        this.known = cache.knownDigests();
    }

    /**
     * Stages a class path. Blocks: it reads what is new or has changed, and writes it.
     *
     * @param classPath jars and directories, in order, as {@link ApplicationClassPath} has them
     * @throws IllegalArgumentException when a directory holds more than 256 MiB: an empty element of the class path means
     *     the working directory, whatever lies there
     * @throws IOException when an entry cannot be read, the store or the cache fails, or the class path lacks the
     *     worker or what it needs for this store ({@link io.kubeface.core.store.ObjectStoreProvider}); the message names
     *     the entry or the artefact to add
     */
    public static StagedCode stage(ObjectStore store, CodeCache cache, List<Path> classPath) throws IOException {
        return stage(store, cache, classPath, store.url());
    }

    /** As the other, for workers of another storage than the one that the code is put into. */
    static StagedCode stage(ObjectStore store, CodeCache cache, List<Path> classPath, String storage)
            throws IOException {
        CodeStaging staging = new CodeStaging(cache);
        for (Path entry : classPath) {
            staging.add(entry);
        }
        List<CodeEntry> staged = List.copyOf(staging.entries.values());
        Map<String, Path> files = new LinkedHashMap<>();
        for (CodeEntry entry : staged) {
            files.put(entry.sha256(), cache.path(entry.sha256()));
        }
        List<CodeEntry> worker = WorkerParts.find(staged, cache, storage);
        Transfers.run(staged.size(), i -> {
            CodeEntry entry = staged.get(i);
            upload(store, entry, cache.path(entry.sha256()));
            cache.touch(entry.sha256());
        });
        staging.tidyUp();
        return new StagedCode(staged, worker, files);
    }

    /** For the next job's sake; whatever fails here, this one has what it needs. */
    private void tidyUp() {
        try {
            known.save();
        } catch (IOException e) {
            // The next job hashes again.
        }
        try {
            cache.pruneEvery(PRUNE_INTERVAL, UNUSED_LIFETIME);
        } catch (IOException | DirectoryIteratorException e) {
            // A later job prunes.
        }
    }

    private void add(Path path) throws IOException {
        try {
            if (Files.isDirectory(path)) {
                pack(DeterministicJar.of(path, LARGEST_DIRECTORY_BYTES), name(path));
                return;
            }
            addJar(path);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    e.getFile() + " of the class path entry " + path + " cannot be read: access is denied. Give this"
                            + " user the right to read it, or take the entry off the class path.",
                    e);
        } catch (IOException e) {
            throw new IOException("The class path entry " + path + " cannot be staged: " + e.getMessage(), e);
        }
    }

    /** A directory's last three names, for people: {@code classes} alone is what every module's is called. */
    private static String name(Path path) {
        int names = path.getNameCount();
        return Files.isDirectory(path) && names > 0
                ? path.subpath(Math.max(0, names - 3), names).toString()
                : String.valueOf(path.getFileName());
    }

    private void pack(DeterministicJar jar, String name) throws IOException {
        if (jar.isEmpty()) {
            return;
        }
        try (Incoming incoming = cache.newFile()) {
            jar.writeTo(incoming);
            keep(incoming, name);
        }
    }

    private void takeApart(JarFile jar, BootJar boot, String name) throws IOException {
        pack(DeterministicJar.of(jar, boot.classes()), name + "!" + boot.classes());
        for (String library : boot.libraries()) {
            try (Incoming incoming = cache.newFile();
                    InputStream in = jar.getInputStream(jar.getEntry(library))) {
                in.transferTo(incoming);
                keep(incoming, library.substring(library.lastIndexOf('/') + 1));
            }
        }
    }

    private void addJar(Path path) throws IOException {
        Instant now = Instant.now();
        KnownDigests.Stamp stamp = KnownDigests.stamp(path);
        String digest = known.find(path, stamp);
        if (stamp != null && digest != null) { // only plain jars are known
            CodeEntry entry = new CodeEntry(digest, name(path), stamp.sizeBytes());
            if (cache.has(entry)) {
                entries.putIfAbsent(digest, entry);
                return;
            }
        }
        try (JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ)) {
            Optional<BootJar> boot = BootJar.of(path, jar);
            if (boot.isPresent()) {
                takeApart(jar, boot.get(), name(path));
                return;
            }
        }
        try (Incoming incoming = cache.newFile()) {
            Files.copy(path, incoming);
            known.learn(path, stamp, now, keep(incoming, name(path)));
        }
    }

    private String keep(Incoming incoming, String name) throws IOException {
        CodeEntry entry = new CodeEntry(incoming.sha256(), name, incoming.sizeBytes());
        if (!cache.has(entry)) {
            incoming.keepAs(entry.sha256());
        }
        entries.putIfAbsent(entry.sha256(), entry);
        return entry.sha256();
    }

    private static void upload(ObjectStore store, CodeEntry entry, Path file) throws IOException {
        String name = entry.name().path();
        if (store.stat(name).isEmpty()) {
            store.put(name, PutMode.CREATE, CONTENT_TYPE, out -> Files.copy(file, out));
        }
    }
}
