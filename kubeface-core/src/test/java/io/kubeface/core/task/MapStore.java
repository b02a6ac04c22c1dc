package io.kubeface.core.task;

import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Just enough of a store to look at the bytes and change them. */
final class MapStore implements ObjectStore {
    final Map<String, byte[]> objects = new TreeMap<>();
    final Map<String, String> contentTypes = new TreeMap<>();

    @Override
    public boolean put(String name, PutMode mode, String contentType, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(bytes);
        if (mode == PutMode.CREATE && objects.containsKey(name)) {
            return false;
        }
        objects.put(name, bytes.toByteArray());
        contentTypes.put(name, contentType);
        return true;
    }

    @Override
    public StoredObject get(String name) throws IOException {
        return new StoredObject(
                stat(name).orElseThrow(() -> new ObjectNotFoundException(name, address(name), null)),
                new ByteArrayInputStream(objects.get(name)));
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        return Optional.ofNullable(objects.get(name))
                .map(bytes -> new ObjectInfo(name, bytes.length, contentTypes.get(name), Instant.EPOCH));
    }

    @Override
    public ObjectPage list(String prefix, String after, int limit) {
        throw new AssertionError("not used here");
    }

    @Override
    public void delete(Collection<String> names) {
        objects.keySet().removeAll(names);
    }

    @Override
    public boolean copy(String from, String to, PutMode mode) {
        throw new AssertionError("not used here");
    }

    @Override
    public String url() {
        return "map:";
    }

    @Override
    public String address(String name) {
        return "map:" + name;
    }

    @Override
    public void close() {}
}
