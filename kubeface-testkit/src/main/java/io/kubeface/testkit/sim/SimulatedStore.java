package io.kubeface.testkit.sim;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PermanentStorageException;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StorageException;
import io.kubeface.core.store.StoredObject;
import io.kubeface.core.store.TransientStorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The storage as a driver reaches it: calls take their time, in which everything else goes on, and fail. */
final class SimulatedStore implements ObjectStore {
    private static final Duration QUICK = Duration.ofMillis(40);
    private static final Duration SLOW = Duration.ofMinutes(1);
    /** So many calls of one kind fail before the engine gives up. */
    private static final int TRIES = 6;

    private final World world;
    private final Driver driver;
    private final ObjectStore store;
    private final Map<String, Integer> failedDeletes = new HashMap<>();
    private final Set<String> resultsRead = new HashSet<>();
    private int failures;
    private boolean failedForGood;

    SimulatedStore(World world, Driver driver) {
        this.world = world;
        this.driver = driver;
        this.store = world.store;
    }

    /** Whether it has failed so often, or so, that something of the job may fail. */
    boolean excuses() {
        return failedForGood || failures >= TRIES;
    }

    /** How often the removal of an object failed, since the last time that it did not. */
    int failedDeletes(String name) {
        return failedDeletes.getOrDefault(name, 0);
    }

    @Override
    public boolean put(String name, PutMode mode, String contentType, Body body) throws IOException {
        return call("put", name, () -> {
            ObjectName.parse(name).ifPresent(driver::wrote);
            return store.put(name, mode, contentType, body);
        });
    }

    @Override
    public StoredObject get(String name) throws IOException {
        StoredObject object = call("get", name, () -> store.get(name));
        if (name.startsWith("results/") && resultsRead.add(name)) {
            ObjectName.parse(name).ifPresent(driver.judge()::readsResult);
        }
        return object;
    }

    @Override
    public Optional<ObjectInfo> stat(String name) throws IOException {
        return call("stat", name, () -> store.stat(name));
    }

    @Override
    public ObjectPage list(String prefix, @Nullable String after, int limit) throws IOException {
        return call("list", prefix, () -> store.list(prefix, after, limit));
    }

    @Override
    public void delete(Collection<String> names) throws IOException {
        List<String> all = List.copyOf(names);
        try {
            call("delete", all.isEmpty() ? "" : all.get(0) + " and others", () -> {
                store.delete(all);
                return true;
            });
            all.forEach(failedDeletes::remove);
        } catch (StorageException e) {
            int failed = e instanceof TransientStorageException ? 1 : Remains.DELETE_TRIES;
            all.forEach(name -> failedDeletes.merge(name, failed, Integer::sum));
            throw e;
        }
    }

    @Override
    public boolean copy(String from, String to, PutMode mode) throws IOException {
        return call("copy", from, () -> store.copy(from, to, mode));
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
    public void close() {}

    private interface Effect<V> {
        V run() throws IOException;
    }

    private <V> V call(String operation, String name, Effect<V> effect) throws IOException {
        alive();
        world.time.pass(world.chance.upTo(world.chance.strikes(Fault.STORE_SLOW) ? SLOW : QUICK));
        alive();
        if (world.chance.strikes(Fault.STORE_FAILS)) {
            throw failure(operation, name);
        }
        if (world.chance.strikes(Fault.STORE_FAILS_FOR_GOOD)) {
            failedForGood = true;
            throw new PermanentStorageException("Simulated: " + operation + " of " + name + " is not allowed.", null);
        }
        // The rest of these names is random.
        String told = name.startsWith("cleanup/") ? "cleanup/…" : name;
        world.history.add(driver.toString(), operation + " " + told);
        V result = effect.run();
        world.time.pass(world.chance.upTo(world.chance.strikes(Fault.STORE_ANSWER_LATE) ? SLOW : QUICK));
        alive();
        if (world.chance.strikes(Fault.STORE_ANSWER_LOST)) {
            throw failure(operation, name);
        }
        return result;
    }

    private void alive() {
        if (!driver.machine().step()) {
            throw new MachineDiedError(driver.machine());
        }
    }

    private TransientStorageException failure(String operation, String name) {
        failures++;
        return new TransientStorageException("Simulated: " + operation + " of " + name + " failed.", null);
    }
}
