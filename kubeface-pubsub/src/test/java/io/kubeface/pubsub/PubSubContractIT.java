package io.kubeface.pubsub;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.reactor.events.ObjectEvents;
import io.kubeface.testkit.events.ObjectEventsContract;
import org.junit.jupiter.api.AfterEach;

class PubSubContractIT implements ObjectEventsContract {
    private final RealParts parts = new RealParts();
    private final ObjectEvents events = parts.events();

    @Override
    public ObjectEvents events() {
        return events;
    }

    @Override
    public ObjectStore store() {
        return parts.store;
    }

    @AfterEach
    void close() {
        events.close().block();
        parts.close();
    }
}
