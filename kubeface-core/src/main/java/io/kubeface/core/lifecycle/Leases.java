package io.kubeface.core.lifecycle;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Signs of life: a driver writes its job's lease again and again, and whoever looks compares the time of the last writing
 * with the storage's own. What is written in it says how long its driver may be silent, so that nobody who is less patient
 * takes it for dead.
 */
public final class Leases {
    /** How long a driver may be silent before it counts as dead, unless it says otherwise. */
    public static final Duration GRACE = Duration.ofMinutes(10);

    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);
    private static final int RENEWALS_PER_GRACE = 10;
    private static final int LONGEST_CONTENT = 100;
    private static final String CONTENT_TYPE = "text/plain; charset=utf-8";
    private static final String BEFORE_GRACE = "grace seconds: ";

    private Leases() {}

    /** How often a lease is written: a tenth of the grace, and once a minute at least. */
    public static Duration interval(Duration grace) {
        Duration tenth = grace.dividedBy(RENEWALS_PER_GRACE);
        return tenth.compareTo(LONGEST_INTERVAL) < 0 ? tenth : LONGEST_INTERVAL;
    }

    /** Writes a lease. Blocks; fails as the store does. */
    public static void write(ObjectStore store, ObjectName.Lease name, Duration grace) throws IOException {
        byte[] content = (BEFORE_GRACE + (grace.toMillis() + 999) / 1000 + "\n").getBytes(StandardCharsets.UTF_8);
        store.put(name.path(), PutMode.REPLACE, CONTENT_TYPE, out -> out.write(content));
    }

    /** How long a lease's driver may be silent; the default when it does not say. Blocks; fails as the store does. */
    public static Duration grace(ObjectStore store, ObjectName.Lease name) throws IOException {
        try (StoredObject object = store.get(name.path())) {
            String text = new String(object.body().readNBytes(LONGEST_CONTENT), StandardCharsets.UTF_8).strip();
            return text.startsWith(BEFORE_GRACE)
                    ? Duration.ofSeconds(Long.parseLong(text.substring(BEFORE_GRACE.length())))
                    : GRACE;
        } catch (ObjectNotFoundException | NumberFormatException e) {
            return GRACE;
        }
    }
}
