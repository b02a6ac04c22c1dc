package io.kubeface.core.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubeface.core.store.StoredObject;
import java.io.IOException;
import java.util.List;

/** Makes the object once more, which must be refused and change nothing. */
record CreateOnlyCheck(Probe probe) implements Check {
    static final String FIRST = "first";

    @Override
    public String name() {
        return StorageChecks.CREATE_ONLY;
    }

    @Override
    public List<String> needs() {
        return List.of(StorageChecks.READ, StorageChecks.CREATE);
    }

    @Override
    public Finding run() throws IOException {
        boolean second = probe.create("second");
        String content;
        try (StoredObject object = probe.store().get(probe.name())) {
            content = new String(object.body().readAllBytes(), UTF_8);
        }
        return second || !content.equals(FIRST)
                ? Finding.failed("The storage let a second writer replace "
                        + probe.store().address(probe.name())
                        + ", which was to be created only: a result could change after it was read. Use another"
                        + " storage, or one without a proxy that drops preconditions.")
                : Finding.ok("the first of two writers wins");
    }
}
