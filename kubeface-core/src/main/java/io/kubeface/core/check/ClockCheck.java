package io.kubeface.core.check;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.StorageClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Compares the driver's clock with the storage's.
 *
 * @param prefix of the object that the storage's clock is read by
 */
record ClockCheck(ObjectStore store, String prefix, Clock driver) implements Check {
    /** Credentials are refused when it is minutes; storages tell whole seconds. */
    private static final Duration MOST = Duration.ofSeconds(60);

    @Override
    public String name() {
        return StorageChecks.CLOCK;
    }

    @Override
    public List<String> needs() {
        return List.of(StorageChecks.READ, StorageChecks.CREATE, StorageChecks.DELETE);
    }

    @Override
    public Finding run() throws IOException {
        Instant before = driver.instant();
        Instant written = StorageClock.read(store, prefix);
        return finding(ahead(before, driver.instant(), written));
    }

    /** Pure: by how much a clock is ahead that showed these times around the moment when another showed the last. */
    static Duration ahead(Instant before, Instant after, Instant other) {
        if (other.isBefore(before)) {
            return Duration.between(other, before);
        }
        return other.isAfter(after) ? Duration.between(other, after) : Duration.ZERO;
    }

    private static Finding finding(Duration ahead) {
        long seconds = ahead.abs().toSeconds();
        if (ahead.abs().compareTo(MOST) <= 0) {
            return Finding.ok(
                    "the driver's and the storage's differ by " + (seconds < 1 ? "less than 1" : seconds) + " s");
        }
        return Finding.failed("The driver's clock is " + seconds + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                + " the storage's; credentials and times of jobs are wrong then. Set it by the network's time: sudo"
                + " timedatectl set-ntp true");
    }
}
