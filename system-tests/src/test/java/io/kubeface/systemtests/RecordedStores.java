package io.kubeface.systemtests;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStoreProvider;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.testkit.store.RecordingObjectStore;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code recorded:URL} opens the store of that URL and keeps what is called of it. Workers are given the bare URL and
 * record nothing.
 */
public final class RecordedStores implements ObjectStoreProvider {
    private static final String SCHEME = "recorded";
    private static final Map<String, RecordingObjectStore> OPENED = new ConcurrentHashMap<>();

    static String url(String bare) {
        return SCHEME + ":" + bare;
    }

    /** The last that was opened of a URL. */
    static RecordingObjectStore opened(String bare) {
        RecordingObjectStore store = OPENED.get(bare);
        if (store == null) {
            throw new IllegalStateException(bare + " was not opened.");
        }
        return store;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public ObjectStore open(String url) throws IOException {
        String bare = url.substring(SCHEME.length() + 1);
        RecordingObjectStore store = new RecordingObjectStore(ObjectStores.open(bare));
        OPENED.put(bare, store);
        return store;
    }
}
