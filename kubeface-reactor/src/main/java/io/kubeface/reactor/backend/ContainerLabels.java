package io.kubeface.reactor.backend;

import io.kubeface.core.lifecycle.DriverProcess;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.task.TaskAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Pure: what a container says of whose it is. */
final class ContainerLabels {
    static final String CLIENT = "io.kubeface.client";
    private static final String DRIVER = "io.kubeface.driver";
    private static final String STORAGE = "io.kubeface.storage";
    private static final String JOB = "io.kubeface.job";
    private static final String SEPARATOR = "\t";

    /** What a listing is to tell of each container, for {@link #parse}. */
    static final String FORMAT = String.join(
            SEPARATOR,
            "{{.Names}}",
            "{{.Label \"" + DRIVER + "\"}}",
            "{{.Label \"" + STORAGE + "\"}}",
            "{{.Label \"" + JOB + "\"}}");

    private ContainerLabels() {}

    /**
     * Whose a container is that is there.
     *
     * @param driver the process that made it, if that is known
     * @param storage the URL of its job's storage
     */
    record Owned(String name, Optional<DriverProcess> driver, String storage, ObjectName.Job job) {
        /** Whether its driver is known to run no more. */
        boolean isOrphan() {
            return driver.map(DriverProcess::hasEnded).orElse(false);
        }
    }

    /** The labels of an attempt's container. */
    static Map<String, String> of(String client, Optional<DriverProcess> driver, TaskAddress address) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(CLIENT, client);
        driver.ifPresent(process -> labels.put(DRIVER, process.format()));
        labels.put(STORAGE, address.storage());
        labels.put(JOB, address.job().path());
        labels.put("io.kubeface.task", address.task().value());
        labels.put("io.kubeface.attempt", Integer.toString(address.attempt()));
        return labels;
    }

    /** A line of a listing; empty when it is of no container of ours. */
    static Optional<Owned> parse(String line) {
        String[] parts = line.split(SEPARATOR, -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Owned(
                    parts[0],
                    DriverProcess.parse(parts[1]),
                    parts[2],
                    ObjectName.parse(parts[3], ObjectName.Job.class)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
