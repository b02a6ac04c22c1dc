package io.kubeface.core.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What the in-memory stores of one name share. */
final class InMemoryObjects {
    private static final Map<String, InMemoryObjects> ALL = new HashMap<>();
    private static long unnamed;

    final String name;
    final ConcurrentNavigableMap<String, Entry> byName = new ConcurrentSkipListMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private int users;

    private InMemoryObjects(String name) {
        this.name = name;
    }

    static InMemoryObjects named(String name) {
        synchronized (ALL) {
            InMemoryObjects objects = ALL.computeIfAbsent(name, InMemoryObjects::new);
            objects.users++;
            return objects;
        }
    }

    static InMemoryObjects unnamed() {
        synchronized (ALL) {
            String name;
            do {
                unnamed++;
                name = "unnamed-" + unnamed;
            } while (ALL.containsKey(name));
            return named(name);
        }
    }

    /** Gives up the name when no other store has it. */
    void release() {
        synchronized (ALL) {
            users--;
            if (users == 0) {
                ALL.remove(name);
            }
        }
    }

    boolean write(String object, PutMode mode, String contentType, byte[] bytes, Instant now) {
        Entry entry = new Entry(contentType, bytes, now);
        if (mode == PutMode.REPLACE) {
            byName.put(object, entry);
        } else if (byName.putIfAbsent(object, entry) != null) {
            return false;
        }
        for (Consumer<String> listener : listeners) {
            listener.accept(object);
        }
        return true;
    }

    AutoCloseable addListener(Consumer<String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Nobody changes the bytes. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Entry(String contentType, byte[] bytes, Instant written) {}
}
