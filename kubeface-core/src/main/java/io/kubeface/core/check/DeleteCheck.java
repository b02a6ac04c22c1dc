package io.kubeface.core.check;

import java.io.IOException;
import java.util.List;

/** Removes the object. */
record DeleteCheck(Probe probe) implements Check {
    @Override
    public String name() {
        return StorageChecks.DELETE;
    }

    @Override
    public List<String> needs() {
        return List.of(StorageChecks.CREATE);
    }

    @Override
    public Finding run() throws IOException {
        try {
            probe.store().delete(List.of(probe.name()));
            return Finding.ok(probe.store().address(probe.name()));
        } catch (IOException e) {
            return Finding.failed(e.getMessage() + " Left: " + probe.store().address(probe.name()));
        }
    }
}
