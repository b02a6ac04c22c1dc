package io.kubeface.reactor.events;

import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.PermanentStorageException;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the directories that listeners want, with one watch service and one thread. Its calls block. */
final class DirectoryWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatcher.class);
    private static final long END_OF_THREAD_MILLIS = 5_000;

    private final LocalDirectoryObjectStore store;
    private final Map<String, WatchedDirectory> byName = new HashMap<>();
    private final Map<WatchKey, WatchedDirectory> byKey = new HashMap<>();

    private @Nullable WatchService service;
    private @Nullable Thread thread;
    private boolean closed;

    DirectoryWatcher(LocalDirectoryObjectStore store) {
        this.store = store;
    }

    /** Begins to tell a listener, with a gap; ends it when that fails. */
    synchronized void add(DirectoryListener listener) {
        if (listener.isCancelled()) {
            // Its removal came first, from another thread.
            return;
        }
        if (closed) {
            listener.end(DirectoryEvents.closed());
            return;
        }
        String name = listener.directory();
        try {
            WatchedDirectory directory = byName.get(name);
            if (directory == null) {
                directory = watch(name);
            }
            directory.listeners.add(listener);
            listener.gap();
        } catch (IOException e) {
            listener.end(failure(name, e));
        }
    }

    /** Tells a listener nothing more. */
    synchronized void remove(DirectoryListener listener) {
        WatchedDirectory directory = byName.get(listener.directory());
        if (directory != null && directory.listeners.remove(listener) && directory.listeners.isEmpty()) {
            byKey.remove(directory.key());
            byName.remove(directory.name());
            directory.close();
        }
    }

    /** Ends all listeners, the service and the thread. Idempotent. */
    void close() {
        Thread ending;
        synchronized (this) {
            closed = true;
            for (WatchedDirectory directory : byName.values()) {
                directory.listeners.forEach(listener -> listener.end(null));
                directory.close();
            }
            byName.clear();
            byKey.clear();
            if (service != null) {
                closeQuietly(service);
            }
            ending = thread;
        }
        join(ending);
    }

    private WatchedDirectory watch(String name) throws IOException {
        WatchedDirectory directory = new WatchedDirectory(store, name);
        try {
            byKey.put(directory.watch(started()), directory);
        } catch (IOException e) {
            directory.close();
            throw e;
        }
        byName.put(name, directory);
        return directory;
    }

    private WatchService started() throws IOException {
        WatchService running = service;
        if (running == null) {
            running = FileSystems.getDefault().newWatchService();
            WatchService taken = running;
            service = running;
            thread = new Thread(() -> run(taken), "kubeface-directory-events");
            thread.setDaemon(true);
            thread.start();
        }
        return running;
    }

    private void run(WatchService watched) {
        try {
            while (true) {
                take(watched.take());
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            LOG.trace("Stopped watching directories of {}.", store.root());
        }
    }

    private void take(WatchKey key) {
        List<WatchEvent<?>> events = key.pollEvents();
        boolean valid = key.reset();
        WatchedDirectory directory;
        synchronized (this) {
            directory = byKey.get(key);
        }
        if (directory == null) {
            return;
        }
        for (DirectoryListener listener : directory.listeners) {
            for (WatchEvent<?> event : events) {
                if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
                    listener.gap();
                } else {
                    listener.written(String.valueOf(event.context()));
                }
            }
        }
        if (!valid) {
            watchAgain(key, directory);
        }
    }

    /** The directory was removed under its watcher. What was written to a new one before this is covered by the gap. */
    private synchronized void watchAgain(WatchKey key, WatchedDirectory directory) {
        if (!byKey.remove(key, directory)) {
            return;
        }
        try {
            byKey.put(directory.watch(started()), directory);
            directory.listeners.forEach(DirectoryListener::gap);
        } catch (IOException e) {
            byName.remove(directory.name());
            directory.close();
            Throwable failure = failure(directory.name(), e);
            directory.listeners.forEach(listener -> listener.end(failure));
        }
    }

    private Throwable failure(String name, IOException e) {
        return new PermanentStorageException(
                "Cannot watch the directory " + store.root().resolve(name) + " for results: " + e.getMessage()
                        + ". On Linux, raise fs.inotify.max_user_instances or fs.inotify.max_user_watches if it is a"
                        + " limit; or switch events off.",
                e);
    }

    private static void closeQuietly(WatchService service) {
        try {
            service.close();
        } catch (IOException e) {
            LOG.warn("The watch service did not close.", e);
        }
    }

    private static void join(@Nullable Thread ending) {
        if (ending == null || ending == Thread.currentThread()) {
            return;
        }
        try {
            ending.join(END_OF_THREAD_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
