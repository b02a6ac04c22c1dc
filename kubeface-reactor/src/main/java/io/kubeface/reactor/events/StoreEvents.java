package io.kubeface.reactor.events;

import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Finds the event source that a store brings with it. */
public final class StoreEvents {
    private StoreEvents() {}

    /**
     * {@link DirectoryEvents} for a local directory, {@link InMemoryEvents} for an in-memory store, also when the store
     * is decorated (its URL tells), and {@link NoEvents} for any other.
     */
    public static ObjectEvents.Factory forStore() {
        return environment -> {
            ObjectStore store = bare(environment.store());
            if (store instanceof LocalDirectoryObjectStore local) {
                return new DirectoryEvents(local, environment.blocking());
            }
            if (store instanceof InMemoryObjectStore memory) {
                return new InMemoryEvents(memory);
            }
            return new NoEvents();
        };
    }

    private static ObjectStore bare(ObjectStore store) {
        String url = store.url().toLowerCase(Locale.ROOT);
        boolean decorated = !(store instanceof LocalDirectoryObjectStore) && !(store instanceof InMemoryObjectStore);
        if (!decorated || !(url.startsWith("file:") || url.startsWith("memory:"))) {
            return store;
        }
        try (ObjectStore opened = ObjectStores.open(store.url())) {
            // Both kinds can be used after they were closed, and the decorated store keeps the objects alive.
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open " + url + " to listen to it.", e);
        }
    }
}
