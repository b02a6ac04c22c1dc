package io.kubeface.testkit.store;

import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers the calls of another store, those that fail too, so that a test can say what something costs. */
public final class RecordingObjectStore implements ObjectStore {
    private final ObjectStore store;
    private final List<StoreCall> calls = new CopyOnWriteArrayList<>();

    public RecordingObjectStore(ObjectStore store) {
        this.store = store;
    }

    /** All calls since the beginning or the last {@link #forget}, in the order in which they began. */
    public List<StoreCall> calls() {
        return List.copyOf(calls);
    }

    /** How often a method was called. */
    public long count(StoreCall.Operation operation) {
        return calls.stream().filter(call -> call.operation() == operation).count();
    }

    /** Begins anew. */
    public void forget() {
        calls.clear();
    }

    @Override
    public boolean put(String name, PutMode mode, String contentType, Body body) throws IOException {
        calls.add(StoreCall.of(StoreCall.Operation.PUT, name));
        return store.put(name, mode, contentType, body);
    }

    @Override
    public StoredObject get(String name) throws IOException {
        calls.add(StoreCall.of(StoreCall.Operation.GET, name));
        return store.get(name);
    }

    @Override
    public Optional<ObjectInfo> stat(String name) throws IOException {
        calls.add(StoreCall.of(StoreCall.Operation.STAT, name));
        return store.stat(name);
    }

    @Override
    public ObjectPage list(String prefix, @Nullable String after, int limit) throws IOException {
        calls.add(StoreCall.of(StoreCall.Operation.LIST, prefix));
        return store.list(prefix, after, limit);
    }

    @Override
    public void delete(Collection<String> names) throws IOException {
        calls.add(new StoreCall(StoreCall.Operation.DELETE, List.copyOf(names)));
        store.delete(names);
    }

    @Override
    public boolean copy(String from, String to, PutMode mode) throws IOException {
        calls.add(StoreCall.of(StoreCall.Operation.COPY, from, to));
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
