package io.kubeface.pubsub;

import com.google.cloud.ServiceOptions;
import java.util.Optional;

/**
 * Which services are called.
 *
 * @param storageEmulator URL of an emulator of the storage, which wants no credentials; empty for the real one
 * @param pubSubEmulator host and port of an emulator of Pub/Sub, called in the clear; empty for the real one
 * @param project where subscriptions are made; empty for the environment's
 */
record Endpoints(Optional<String> storageEmulator, Optional<String> pubSubEmulator, Optional<String> project) {

    /** As the environment variables that Google's own tools obey say. */
    static Endpoints ofEnvironment(Optional<String> project) {
        return new Endpoints(variable("STORAGE_EMULATOR_HOST"), variable("PUBSUB_EMULATOR_HOST"), project);
    }

    /** The emulator's URL with a scheme. */
    Optional<String> storageUrl() {
        return storageEmulator.map(host -> host.contains("://") ? host : "http://" + host);
    }

    /** Blocks: without configuration, the machine's own metadata are asked. */
    String projectOrDefault() {
        String found = project.orElseGet(ServiceOptions::getDefaultProjectId);
        if (found == null) {
            throw new IllegalStateException("PubSubEvents does not know in which project to make its subscription."
                    + " Set PubSubEvents.builder().project(...) or the environment variable GOOGLE_CLOUD_PROJECT.");
        }
        return found;
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
