package io.kubeface.benchmarks;

import io.kubeface.benchmarks.KeepingStores.Keeping;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStoreProvider;
import io.kubeface.core.store.ObjectStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code shared:DIRECTORY} is a directory that is said to be one which pods can see. */
public final class SharedDirectories implements ObjectStoreProvider {
    private static final String SCHEME = "shared";

    static String url(Path directory) {
        return SCHEME + ":" + directory.toAbsolutePath();
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public ObjectStore open(String url) throws IOException {
        return new Keeping(ObjectStores.open(url.substring(SCHEME.length() + 1)), List.of(), url);
    }
}
