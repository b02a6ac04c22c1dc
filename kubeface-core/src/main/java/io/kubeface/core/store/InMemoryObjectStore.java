package io.kubeface.core.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects in the heap, for tests and for trying things out. An object has at most 2 GiB.
 *
 * <p>Every instance has a name, and instances of one name within a JVM share their objects: a store that was made with
 * {@code new} is opened again by its {@link #url()}. The last of a name that is closed gives the name up, so that who
 * opens it later begins with nothing; an instance that is closed can still be used and looked into.
 */
public final class InMemoryObjectStore implements ObjectStore {
    private final InMemoryObjects objects;
    private final InstantSource clock;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** A new store with a name that nobody else has. */
    public InMemoryObjectStore() {
        this(InstantSource.system());
    }

    /** As the other, for tests in virtual time: what is written through this instance is dated by this clock. */
    public InMemoryObjectStore(InstantSource clock) {
        this(InMemoryObjects.unnamed(), clock);
    }

    private InMemoryObjectStore(InMemoryObjects objects, InstantSource clock) {
        this.objects = objects;
        this.clock = clock;
    }

    /**
     * The store of a name, made if need be.
     *
     * @throws IllegalArgumentException when the name is not one that an object could have
     */
    static InMemoryObjectStore named(String name) {
        return new InMemoryObjectStore(InMemoryObjects.named(ObjectNames.check(name)), InstantSource.system());
    }

    /**
     * Tells of every object that is written from now on, through whichever instance, after it is there to be read.
     *
     * @param listener called with the object's name by the thread that wrote it; must not throw
     * @return ends it
     */
    public AutoCloseable onWrite(Consumer<String> listener) {
        return objects.addListener(listener);
    }

    @Override
    public boolean put(String name, PutMode mode, String contentType, Body body) throws IOException {
        ObjectNames.check(name);
        if (mode == PutMode.CREATE && objects.byName.containsKey(name)) {
            return false;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.writeTo(out);
        return objects.write(name, mode, contentType, out.toByteArray(), clock.instant());
    }

    @Override
    public StoredObject get(String name) throws IOException {
        InMemoryObjects.Entry entry = find(name);
        return new StoredObject(info(name, entry), new ByteArrayInputStream(entry.bytes()));
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        InMemoryObjects.Entry entry = objects.byName.get(ObjectNames.check(name));
        return entry == null ? Optional.empty() : Optional.of(info(name, entry));
    }

    @Override
    public ObjectPage list(String prefix, @Nullable String after, int limit) {
        ObjectNames.checkLimit(limit);
        NavigableMap<String, InMemoryObjects.Entry> rest = after != null && after.compareTo(prefix) >= 0
                ? objects.byName.tailMap(after, false)
                : objects.byName.tailMap(prefix, true);
        List<ObjectInfo> found = new ArrayList<>();
        for (Map.Entry<String, InMemoryObjects.Entry> object : rest.entrySet()) {
            if (!object.getKey().startsWith(prefix)) {
                break;
            }
            if (found.size() == limit) {
                return new ObjectPage(found, false);
            }
            found.add(info(object.getKey(), object.getValue()));
        }
        return new ObjectPage(found, true);
    }

    @Override
    public void delete(Collection<String> names) {
        for (String name : names) {
            ObjectNames.check(name);
        }
        for (String name : names) {
            objects.byName.remove(name);
        }
    }

    @Override
    public boolean copy(String from, String to, PutMode mode) throws IOException {
        ObjectNames.check(to);
        InMemoryObjects.Entry entry = find(from);
        return objects.write(to, mode, entry.contentType(), entry.bytes(), clock.instant());
    }

    @Override
    public String url() {
        return "memory:" + objects.name;
    }

    @Override
    public String address(String name) {
        return url() + "/" + ObjectNames.check(name);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            objects.release();
        }
    }

    private InMemoryObjects.Entry find(String name) throws ObjectNotFoundException {
        InMemoryObjects.Entry entry = objects.byName.get(ObjectNames.check(name));
        if (entry == null) {
            throw new ObjectNotFoundException(name, address(name), null);
        }
        return entry;
    }

    private static ObjectInfo info(String name, InMemoryObjects.Entry entry) {
        return new ObjectInfo(name, entry.bytes().length, entry.contentType(), entry.written());
    }
}
