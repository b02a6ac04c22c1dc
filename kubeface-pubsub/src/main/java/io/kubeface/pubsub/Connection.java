package io.kubeface.pubsub;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Clients that are opened when they are first used. Not safe for use by several threads. */
final class Connection implements AutoCloseable {
    private final Endpoints endpoints;
    private @Nullable Clients clients;

    Connection(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    Clients open() throws IOException {
        Clients open = clients;
        if (open == null) {
            open = Clients.open(endpoints);
            clients = open;
        }
        return open;
    }

    @Override
    public void close() {
        if (clients != null) {
            clients.close();
        }
    }
}
