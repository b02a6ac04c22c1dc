package io.kubeface.core.check;

import io.kubeface.core.store.ObjectStore;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** What a driver needs of its storage. */
public final class StorageChecks {
    /** Whether it can be read. */
    public static final String READ = "storage read";
    /** Whether objects can be made. */
    public static final String CREATE = "storage create";
    /** Whether of two that make the same object the first wins. */
    public static final String CREATE_ONLY = "storage create-only";
    /** Whether objects can be removed. */
    public static final String DELETE = "storage delete";
    /** Whether the storage's time is the driver's. */
    public static final String CLOCK = "clock";

    private static final String PREFIX = "doctor/";

    private StorageChecks() {}

    /**
     * The checks, in their order. They make two small objects below {@code doctor/} and remove them.
     *
     * @param driver the driver's clock
     */
    public static List<Check> of(ObjectStore store, Clock driver) {
        Probe probe = new Probe(store, PREFIX + UUID.randomUUID());
        return List.of(
                new ReadCheck(probe),
                new CreateCheck(probe),
                new CreateOnlyCheck(probe),
                new DeleteCheck(probe),
                new ClockCheck(store, PREFIX, driver));
    }
}
