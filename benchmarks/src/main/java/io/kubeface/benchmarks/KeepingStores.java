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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code keeping:PREFIX,…:URL} is the store of that URL, in which names with these prefixes stay when the driver removes them. */
public final class KeepingStores implements ObjectStoreProvider {
    private static final String SCHEME = "keeping";

    static String url(String bare, String... prefixes) {
        return SCHEME + ":" + String.join(",", prefixes) + ":" + bare;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public ObjectStore open(String url) throws IOException {
        String[] parts = url.split(":", 3);
        ObjectStore store = ObjectStores.open(parts[2]);
        return new Keeping(store, List.of(parts[1].split(",")), store.url());
    }

    /** @param url what the store says that it is */
    record Keeping(ObjectStore store, List<String> prefixes, String url) implements ObjectStore {
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
                    .filter(name -> prefixes.stream().noneMatch(name::startsWith))
                    .toList());
        }

        @Override
        public boolean copy(String from, String to, PutMode mode) throws IOException {
            return store.copy(from, to, mode);
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
