package io.kubeface.core.check;

import java.io.IOException;
import java.util.List;

/** Lists, and looks for an object that is not there: a bucket that may not be listed does not tell. */
record ReadCheck(Probe probe) implements Check {
    @Override
    public String name() {
        return StorageChecks.READ;
    }

    @Override
    public List<String> needs() {
        return List.of();
    }

    @Override
    public Finding run() throws IOException {
        probe.store().list("", null, 1);
        probe.store().stat(probe.name());
        return Finding.ok(probe.store().url());
    }
}
