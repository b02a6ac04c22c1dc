package io.kubeface.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.TransientStorageException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A watch beside a driver, both in the test's own time. */
class LeaseWatchTest {
    private static final ObjectName.Lease LEASE = new ObjectName.Job(new JobKey("a-key"), new JobId("grid-1")).lease();
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final Duration DAY = Duration.ofDays(1);

    private Duration now = Duration.ZERO;
    private Duration driverDies = DAY;
    private boolean leaseIsRemoved;
    private Duration storageFailsFrom = DAY;
    private Duration storageFailsUntil = DAY;
    private Duration told = DAY;

    private final ObjectStore store = new InMemoryObjectStore(() -> Instant.EPOCH.plus(now));

    @Test
    void aDriverThatRenewsItsLeaseIsNotGone() throws Exception {
        watchFor(Duration.ofHours(3));

        assertThat(told).isEqualTo(DAY);
    }

    @Test
    void aDriverThatDiesIsGoneWhenItsGraceIsOver() throws Exception {
        driverDies = Duration.ofMinutes(30);

        watchFor(Duration.ofHours(3));

        assertThat(told)
                .isBetween(driverDies.plus(GRACE), driverDies.plus(GRACE).plusMinutes(2));
    }

    @Test
    void aLeaseThatIsRemovedIsAnEndAsWell() throws Exception {
        driverDies = Duration.ofMinutes(30);
        leaseIsRemoved = true;

        watchFor(Duration.ofHours(3));

        assertThat(told)
                .isBetween(driverDies.plus(GRACE), driverDies.plus(GRACE).plusMinutes(2));
    }

    @Test
    void anOutageOfTheStorageIsNotTheDriversDeath() throws Exception {
        storageFailsFrom = Duration.ofMinutes(30);
        storageFailsUntil = Duration.ofMinutes(90);

        watchFor(Duration.ofHours(3));

        assertThat(told).isEqualTo(DAY);
    }

    @Test
    void anOutageOfTheStorageAtTheBeginIsNeither() throws Exception {
        storageFailsFrom = Duration.ZERO;
        storageFailsUntil = Duration.ofMinutes(90);

        watchFor(Duration.ofHours(3));

        assertThat(told).isEqualTo(DAY);
    }

    @Test
    void nothingIsAskedInTheFirstMinute() throws Exception {
        driverDies = Duration.ZERO;
        Leases.write(store, LEASE, Duration.ofSeconds(2));

        watch(Duration.ofSeconds(59), () -> {}).run();

        assertThat(told).isEqualTo(DAY);
    }

    private void watchFor(Duration longest) throws IOException {
        Leases.write(store, LEASE, GRACE);
        watch(longest, () -> {
                    if (now.compareTo(driverDies) < 0 && !outage()) {
                        Leases.write(store, LEASE, GRACE);
                    } else if (leaseIsRemoved) {
                        store.delete(List.of(LEASE.path()));
                    }
                })
                .run();
        Thread.interrupted();
    }

    private interface Driver {
        void minutePasses() throws IOException;
    }

    private LeaseWatch watch(Duration longest, Driver driver) {
        return new LeaseWatch(
                failing(),
                LEASE,
                () -> now.toNanos(),
                time -> {
                    if (now.plus(time).compareTo(longest) > 0) {
                        throw new InterruptedException("The test is over.");
                    }
                    now = now.plus(time);
                    try {
                        driver.minutePasses();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                () -> told = now);
    }

    private boolean outage() {
        return now.compareTo(storageFailsFrom) >= 0 && now.compareTo(storageFailsUntil) < 0;
    }

    private ObjectStore failing() {
        return (ObjectStore) Proxy.newProxyInstance(
                LeaseWatchTest.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> {
                    if (outage()) {
                        throw new TransientStorageException("There is an outage.", null);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
