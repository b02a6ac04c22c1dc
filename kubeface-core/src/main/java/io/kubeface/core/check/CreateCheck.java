package io.kubeface.core.check;

import java.io.IOException;
import java.util.List;

/** Makes an object. */
record CreateCheck(Probe probe) implements Check {
    @Override
    public String name() {
        return StorageChecks.CREATE;
    }

    @Override
    public List<String> needs() {
        return List.of();
    }

    @Override
    public Finding run() throws IOException {
        return probe.create(CreateOnlyCheck.FIRST)
                ? Finding.ok(probe.store().address(probe.name()))
                : Finding.failed(
                        probe.store().address(probe.name()) + " is there already; nobody should have made it.");
    }
}
