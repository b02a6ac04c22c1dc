package io.kubeface.core.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The clock of a storage, whose time it tells by the time that it gives to a new object. */
public final class StorageClock {
    private StorageClock() {}

    /**
     * What the clock shows, to the second. Writes an empty object and removes it again. Blocks; fails as the store does.
     *
     * @param prefix what the object's name begins with
     */
    public static Instant read(ObjectStore store, String prefix) throws IOException {
        String name = prefix + UUID.randomUUID() + ".time";
        store.put(name, PutMode.REPLACE, "text/plain", out -> {});
        try {
            return store.stat(name)
                    .map(ObjectInfo::modified)
                    .orElseThrow(() -> new IOException(store.address(name) + " was written and is not there."));
        } finally {
            store.delete(List.of(name));
        }
    }
}
