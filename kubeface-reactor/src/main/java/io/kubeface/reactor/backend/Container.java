package io.kubeface.reactor.backend;

import java.io.IOException;

/** The container of an attempt. Safe for use by several threads. */
final class Container {
    private final Containers containers;
    private final String name;
    private boolean removed;

    Container(Containers containers, String name) {
        this.containers = containers;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Kills and removes it, unless that was done; waits for whoever is doing it. Blocking. */
    synchronized void remove() throws IOException {
        if (!removed) {
            containers.remove(name);
            removed = true;
        }
    }
}
