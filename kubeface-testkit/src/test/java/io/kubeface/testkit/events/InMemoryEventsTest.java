package io.kubeface.testkit.events;

import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.reactor.events.InMemoryEvents;
import io.kubeface.reactor.events.ObjectEvents;
import org.junit.jupiter.api.AfterEach;

class InMemoryEventsTest implements ObjectEventsContract {
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final ObjectEvents events = new InMemoryEvents(store);

    @Override
    public ObjectEvents events() {
        return events;
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @AfterEach
    void close() {
        events.close().block();
        store.close();
    }
}
