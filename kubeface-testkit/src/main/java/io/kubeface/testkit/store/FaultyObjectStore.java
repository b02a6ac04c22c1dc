package io.kubeface.testkit.store;

import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import io.kubeface.core.store.TransientStorageException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Another store, some of whose calls fail with a {@link TransientStorageException}, or come late. */
public final class FaultyObjectStore implements ObjectStore {
    private final ObjectStore store;
    private final StoreFaults faults;

    public FaultyObjectStore(ObjectStore store, StoreFaults faults) {
        this.store = store;
        this.faults = faults;
    }

    @Override
    public boolean put(String name, PutMode mode, String contentType, Body body) throws IOException {
        return call(StoreCall.of(StoreCall.Operation.PUT, name), () -> store.put(name, mode, contentType, body));
    }

    @Override
    public StoredObject get(String name) throws IOException {
        StoreCall call = StoreCall.of(StoreCall.Operation.GET, name);
        StoreFaults.Fault fault = before(call);
        StoredObject object = store.get(name);
        if (fault == StoreFaults.Fault.AFTER) {
            object.close();
            throw failure(call);
        }
        return object;
    }

    @Override
    public Optional<ObjectInfo> stat(String name) throws IOException {
        return call(StoreCall.of(StoreCall.Operation.STAT, name), () -> store.stat(name));
    }

    @Override
    public ObjectPage list(String prefix, @Nullable String after, int limit) throws IOException {
        return call(StoreCall.of(StoreCall.Operation.LIST, prefix), () -> store.list(prefix, after, limit));
    }

    @Override
    public void delete(Collection<String> names) throws IOException {
        call(new StoreCall(StoreCall.Operation.DELETE, List.copyOf(names)), () -> {
            store.delete(names);
            return true;
        });
    }

    @Override
    public boolean copy(String from, String to, PutMode mode) throws IOException {
        return call(StoreCall.of(StoreCall.Operation.COPY, from, to), () -> store.copy(from, to, mode));
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

    private <T> T call(StoreCall call, Effect<T> effect) throws IOException {
        StoreFaults.Fault fault = before(call);
        T result = effect.run();
        if (fault == StoreFaults.Fault.AFTER) {
            throw failure(call);
        }
        return result;
    }

    private StoreFaults.Fault before(StoreCall call) throws IOException {
        StoreFaults.Fault fault = faults.befalling(call);
        if (fault == StoreFaults.Fault.BEFORE) {
            throw failure(call);
        }
        return fault;
    }

    private static TransientStorageException failure(StoreCall call) {
        return new TransientStorageException("A fault by order of the test: " + call + ".", null);
    }

    private interface Effect<T> {
        T run() throws IOException;
    }
}
