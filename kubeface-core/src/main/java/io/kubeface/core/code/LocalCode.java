package io.kubeface.core.code;

import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a worker finds code: in an installation that its machine's image brought, else in the cache, else in the store.
 * Jars of an installation are trusted as the image's programs are; only their size is checked.
 */
public final class LocalCode {
    private final @Nullable Path installed;
    private final @Nullable Path cacheDirectory;

    /**
     * Names the places; nothing is opened yet.
     *
     * @param installed a directory with jars at {@code code/sha256/<digest>.jar}, which need not exist; null for none
     * @param cacheDirectory of a {@link CodeCache}; null for the user's own
     */
    public LocalCode(@Nullable Path installed, @Nullable Path cacheDirectory) {
        this.installed = installed == null ? null : installed.resolve("code").resolve("sha256");
        this.cacheDirectory = cacheDirectory;
    }

    /**
     * The files of a class path, in its order. Blocks while what is missing is fetched, several jars at once; the cache
     * is opened only when the installation lacks something.
     *
     * @throws IOException as {@link CodeCache#CodeCache} and {@link CodeCache#fetch}
     */
    public List<Path> find(ObjectStore store, List<CodeEntry> classPath) throws IOException {
        Path[] files = new Path[classPath.size()];
        List<Integer> missing = new ArrayList<>();
        CodeCache cache = null;
        for (int i = 0; i < files.length; i++) {
            CodeEntry entry = classPath.get(i);
            Path file = installedFile(entry);
            if (file != null) {
                files[i] = file;
                continue;
            }
            if (cache == null) {
                cache = cacheDirectory == null ? CodeCache.ofUser() : new CodeCache(cacheDirectory);
            }
            if (cache.has(entry)) {
                files[i] = cache.path(entry.sha256());
            } else {
                missing.add(i);
            }
        }
        if (cache != null && !missing.isEmpty()) {
            fetch(store, cache, classPath, missing, files);
        }
        return List.of(files);
    }

    private @Nullable Path installedFile(CodeEntry entry) throws IOException {
        if (installed == null) {
            return null;
        }
        Path file = installed.resolve(entry.sha256() + ".jar");
        try {
            return Files.size(file) == entry.sizeBytes() ? file : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static void fetch(
            ObjectStore store, CodeCache cache, List<CodeEntry> classPath, List<Integer> missing, Path[] files)
            throws IOException {
        if (missing.size() <= Transfers.FEW) { // without the lambda, whose making takes longer than the loop
            for (int i : missing) {
                files[i] = cache.fetch(store, classPath.get(i));
            }
            return;
        }
        Transfers.run(missing.size(), n -> {
            int i = missing.get(n);
            files[i] = cache.fetch(store, classPath.get(i));
        });
    }
}
