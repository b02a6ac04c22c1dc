package io.kubeface.core.code;

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
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** As much of a store as code needs, which counts what was asked of it. */
final class MapStore implements ObjectStore {
    final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    final AtomicInteger puts = new AtomicInteger();
    final AtomicInteger gets = new AtomicInteger();
    volatile boolean failing;
    /** All of its parties must be in a transfer at the same time. */
    volatile @Nullable CyclicBarrier together;

    private void meet() throws IOException {
        CyclicBarrier barrier = together;
        try {
            if (barrier != null) {
                barrier.await(30, TimeUnit.SECONDS);
            }
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException("the others did not come", e);
        }
        if (failing) {
            throw new IOException("the store is down");
        }
    }

    @Override
    public boolean put(String name, PutMode mode, String contentType, Body body) throws IOException {
        puts.incrementAndGet();
        meet();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(bytes);
        return objects.putIfAbsent(name, bytes.toByteArray()) == null;
    }

    @Override
    public StoredObject get(String name) throws IOException {
        gets.incrementAndGet();
        meet();
        byte[] bytes = objects.get(name);
        if (bytes == null) {
            throw new ObjectNotFoundException(name, address(name), null);
        }
        return new StoredObject(info(name, bytes), new ByteArrayInputStream(bytes));
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        return Optional.ofNullable(objects.get(name)).map(bytes -> info(name, bytes));
    }

    private static ObjectInfo info(String name, byte[] bytes) {
        return new ObjectInfo(name, bytes.length, "application/java-archive", Instant.EPOCH);
    }

    @Override
    public ObjectPage list(String prefix, String after, int limit) {
        throw new AssertionError("code is never listed");
    }

    @Override
    public void delete(Collection<String> names) {
        throw new AssertionError("code is never deleted");
    }

    @Override
    public boolean copy(String from, String to, PutMode mode) {
        throw new AssertionError("code is never copied");
    }

    @Override
    public String url() {
        return "map:all";
    }

    @Override
    public String address(String name) {
        return "map:" + name;
    }

    @Override
    public void close() {}
}
