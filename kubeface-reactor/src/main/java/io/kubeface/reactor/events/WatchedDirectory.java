package io.kubeface.reactor.events;

import io.kubeface.core.store.LocalDirectoryObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory that listeners want to hear of; used under its watcher's lock, the listeners excepted. */
final class WatchedDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedDirectory.class);
    private static final int MOST_TRIES = 1000;

    final List<DirectoryListener> listeners = new CopyOnWriteArrayList<>();
    private final LocalDirectoryObjectStore store;
    private final String name;
    private @Nullable Closeable kept;
    private @Nullable WatchKey key;

    WatchedDirectory(LocalDirectoryObjectStore store, String name) {
        this.store = store;
        this.name = name;
    }

    /** Below the root. */
    String name() {
        return name;
    }

    /** What it is watched by; null before it is. */
    @Nullable
    WatchKey key() {
        return key;
    }

    /** Makes the directory, keeps it and watches it, again if it was watched before. */
    WatchKey watch(WatchService service) throws IOException {
        for (int tries = 1; ; tries++) {
            Closeable before = kept;
            kept = store.keepDirectory(name);
            if (before != null) {
                before.close();
            }
            try {
                key = store.root().resolve(name).register(service, StandardWatchEventKinds.ENTRY_CREATE);
                return key;
            } catch (NoSuchFileException e) {
                // Another process removed it as empty between the two steps.
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Watches no more, and lets the directory go if it is empty. */
    void close() {
        if (key != null) {
            key.cancel();
        }
        try {
            if (kept != null) {
                kept.close();
            }
        } catch (IOException e) {
            LOG.debug("An empty directory {} may be left.", name, e);
        }
    }
}
