package io.kubeface.benchmarks;

import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStoreProvider;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code keeping:URL} is the store of that URL, in which a job's function and inputs stay when the driver removes them. */
public final class KeepingStores implements ObjectStoreProvider {
    private static final String SCHEME = "keeping";

    static String url(String bare) {
        return SCHEME + ":" + bare;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public ObjectStore open(String url) throws IOException {
        return new Keeping(ObjectStores.open(url.substring(SCHEME.length() + 1)));
    }

    private record Keeping(ObjectStore store) implements ObjectStore {
        @Override
        public boolean put(String name, PutMode mode, String contentType, Body body) throws IOException {
            return store.put(name, mode, contentType, body);
        }

        @Override
        public StoredObject get(String name) throws IOException {
            return store.get(name);
        }

        @Override
        public Optional<ObjectInfo> stat(String name) throws IOException {
            return store.stat(name);
        }

        @Override
        public ObjectPage list(String prefix, @Nullable String after, int limit) throws IOException {
            return store.list(prefix, after, limit);
        }

        @Override
        public void delete(Collection<String> names) throws IOException {
            store.delete(names.stream()
                    .filter(name -> !name.startsWith("inputs/") && !name.startsWith("jobs/"))
                    .toList());
        }

        @Override
        public boolean copy(String from, String to, PutMode mode) throws IOException {
            return store.copy(from, to, mode);
        }

        @Override
        public String url() {
            return store.url();
        }

        @Override
        public String address(String name) {
            return store.address(name);
        }

        @Override
        public void close() throws IOException {
            store.close();
        }
    }
}
