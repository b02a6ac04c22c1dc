package io.kubeface.reactor.engine;

import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.lifecycle.Listing;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.task.RemoteKeeper;
import io.kubeface.core.task.RemoteObjects;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * A client's remote objects: those of its jobs without a cache key, in a place of its own. It has a lease from when the first
 * is written or read here; until then the leases of jobs tell that it is needed. It is removed when the client is closed.
 * Safe for use by several threads.
 */
final class ClientObjects {
    private static final Logger log = LoggerFactory.getLogger(ClientObjects.class);

    /** Names that are removed in one call. */
    private static final int BATCH = 1_000;

    private final ObjectStore store;
    private final EngineSchedulers schedulers;
    private final StoreCalls calls;
    private final Duration grace;
    private @Nullable JobId id;
    private boolean leased;
    private boolean unsure;
    private boolean closed;
    private Disposable renewal = Disposables.disposed();
    private Mono<Void> writing = Mono.empty();

    ClientObjects(ObjectStore store, EngineSchedulers schedulers, Duration grace) {
        this.store = store;
        this.schedulers = schedulers;
        this.calls = new StoreCalls(schedulers);
        this.grace = grace;
    }

    /**
     * The remote objects of one job. Blocks.
     *
     * @param cacheKey where they lie, if it has one
     */
    RemoteObjects ofJob(Optional<JobKey> cacheKey, Codecs codecs, DecodeScope scope) {
        return cacheKey.isPresent()
                ? new RemoteObjects(store, cacheKey.get(), codecs, scope, new Keeper(false))
                : new RemoteObjects(store, id().asKey(), codecs, scope, new Keeper(true));
    }

    private synchronized JobId id() {
        JobId known = id;
        if (known == null) {
            Instant now = Instant.ofEpochMilli(schedulers.loop().now(TimeUnit.MILLISECONDS));
            known = JobId.of("client", now, schedulers.random());
            id = known;
        }
        return known;
    }

    /** A worker may have written some whose result the driver has not read. */
    synchronized void unsure() {
        unsure = true;
    }

    /**
     * Removes them, when nothing is written any more; what cannot be removed is left for a cleanup.
     *
     * @param keep whether they stay
     */
    Mono<Void> close(boolean keep) {
        return Mono.defer(() -> end().then(keep ? Mono.empty() : remove()));
    }

    private synchronized Mono<Void> end() {
        closed = true;
        renewal.dispose();
        return writing;
    }

    private synchronized Mono<Void> remove() {
        JobId used = id;
        // Most clients have none, and need not look.
        if (used == null || !(leased || unsure)) {
            return Mono.empty();
        }
        boolean hasLease = leased;
        return calls.call(() -> remove(used, hasLease)).then().onErrorResume(error -> {
            log.warn("The remote objects of client {} could not be removed.", used, error);
            return Mono.empty();
        });
    }

    private boolean remove(JobId used, boolean hasLease) throws IOException {
        List<String> names = new ArrayList<>();
        Listing.each(store, ObjectName.RemoteObject.prefix(used.asKey()), object -> {
            names.add(object.name());
            if (names.size() == BATCH) {
                store.delete(names);
                names.clear();
            }
        });
        if (hasLease) {
            names.add(lease(used).path());
        }
        if (!names.isEmpty()) {
            store.delete(names);
        }
        return true;
    }

    private static ObjectName.Lease lease(JobId used) {
        return new ObjectName.Lease(used.asKey(), used);
    }

    private synchronized void keep() {
        if (!leased) {
            renew();
        }
    }

    private synchronized void renew() {
        if (closed) {
            return;
        }
        leased = true;
        ObjectName.Lease lease = lease(id());
        writing = calls.<Boolean>call(() -> {
                    Leases.write(store, lease, grace);
                    return true;
                })
                .then()
                .onErrorResume(error -> {
                    log.warn(
                            "The lease {} could not be renewed; after {} without one the client's remote objects count"
                                    + " as orphans.",
                            lease.path(),
                            grace,
                            error);
                    return Mono.empty();
                })
                .cache();
        writing.subscribe();
        renewal = schedulers.loop().schedule(this::renew, Leases.interval(grace).toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Of this client's place, or of a cache key, which needs no lease. */
    private final class Keeper implements RemoteKeeper {
        private final boolean leases;

        Keeper(boolean leases) {
            this.leases = leases;
        }

        @Override
        public void used() {
            if (leases) {
                keep();
            }
        }

        @Override
        public boolean gone() {
            synchronized (ClientObjects.this) {
                return closed;
            }
        }
    }
}
