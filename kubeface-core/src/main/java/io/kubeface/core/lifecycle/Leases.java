package io.kubeface.core.lifecycle;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

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
    private static final int SILENT_INTERVALS = 3;
    private static final int LONGEST_CONTENT = 500;
    private static final String CONTENT_TYPE = "text/plain; charset=utf-8";
    private static final String BEFORE_GRACE = "grace seconds: ";
    private static final String BEFORE_DRIVER = "driver: ";
    private static final String BEFORE_OBJECTS = "objects: ";

    private Leases() {}

    /** How often a lease is written: a tenth of the grace, and once a minute at least. */
    public static Duration interval(Duration grace) {
        Duration tenth = grace.dividedBy(RENEWALS_PER_GRACE);
        return tenth.compareTo(LONGEST_INTERVAL) < 0 ? tenth : LONGEST_INTERVAL;
    }

    /**
     * After how long a silence another driver may take over what still runs of a job: three renewals were missed. Whoever
     * only seemed dead loses nothing by it.
     */
    static Duration silence(Duration grace) {
        return interval(grace).multipliedBy(SILENT_INTERVALS);
    }

    /** Writes a lease of this process. Blocks; fails as the store does. */
    public static void write(ObjectStore store, ObjectName.Lease name, Duration grace) throws IOException {
        write(store, name, grace, Optional.empty());
    }

    /**
     * As the other.
     *
     * @param objects what the remote objects are filed under that its job needs, and that it keeps from being removed
     */
    public static void write(ObjectStore store, ObjectName.Lease name, Duration grace, JobKey objects)
            throws IOException {
        write(store, name, grace, Optional.of(objects));
    }

    private static void write(ObjectStore store, ObjectName.Lease name, Duration grace, Optional<JobKey> objects)
            throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(BEFORE_GRACE).append((grace.toMillis() + 999) / 1000).append('\n');
        DriverProcess.own()
                .ifPresent(driver ->
                        text.append(BEFORE_DRIVER).append(driver.format()).append('\n'));
        objects.ifPresent(key -> text.append(BEFORE_OBJECTS).append(key).append('\n'));
        byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
        store.put(name.path(), PutMode.REPLACE, CONTENT_TYPE, out -> out.write(content));
    }

    /** How long a lease's driver may be silent; the default when it does not say. Blocks; fails as the store does. */
    public static Duration grace(ObjectStore store, ObjectName.Lease name) throws IOException {
        return read(store, name).grace();
    }

    /**
     * What a lease says.
     *
     * @param grace how long its driver may be silent
     * @param driver the process that wrote it, if it said so
     * @param objects what the remote objects are filed under that its job needs, if it said so
     */
    record Content(Duration grace, Optional<DriverProcess> driver, Optional<JobKey> objects) {}

    /** What a lease says, with defaults for what it does not say. Blocks; fails as the store does. */
    static Content read(ObjectStore store, ObjectName.Lease name) throws IOException {
        Duration grace = GRACE;
        Optional<DriverProcess> driver = Optional.empty();
        Optional<JobKey> objects = Optional.empty();
        try (StoredObject object = store.get(name.path())) {
            String text = new String(object.body().readNBytes(LONGEST_CONTENT), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                if (line.startsWith(BEFORE_GRACE)) {
                    grace = Duration.ofSeconds(Long.parseLong(line.substring(BEFORE_GRACE.length())));
                } else if (line.startsWith(BEFORE_DRIVER)) {
                    driver = DriverProcess.parse(line.substring(BEFORE_DRIVER.length()));
                } else if (line.startsWith(BEFORE_OBJECTS)) {
                    objects = Optional.of(new JobKey(line.substring(BEFORE_OBJECTS.length())));
                }
            }
        } catch (ObjectNotFoundException | IllegalArgumentException e) {
            return new Content(grace, driver, objects);
        }
        return new Content(grace, driver, objects);
    }
}
