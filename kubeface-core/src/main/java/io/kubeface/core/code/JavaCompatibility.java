package io.kubeface.core.code;

import java.util.Optional;

/** Whether a worker's Java can run a driver's code. Pure. */
public final class JavaCompatibility {
    private JavaCompatibility() {}

    /**
     * Why a worker must not run a driver's tasks; empty when it may. A worker as new as the driver or newer may: Java
     * reads older class files and serialised forms. An older one may not: it refuses newer class files, and platform
     * classes may serialise otherwise.
     *
     * @param driverFeature feature release of the driver's Java, for example 21
     * @param workerFeature feature release of the worker's Java
     */
    public static Optional<String> refusal(int driverFeature, int workerFeature) {
        if (workerFeature >= driverFeature) {
            return Optional.empty();
        }
        return Optional.of("The worker's Java " + workerFeature + " is older than the driver's Java " + driverFeature
                + ": class files may not load and serialised values may not read back. Give the workers Java "
                + driverFeature + " or newer, or run the driver on Java " + workerFeature + ".");
    }
}
