package io.kubeface.cli;

import io.kubeface.core.check.CheckGroup;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.kubernetes.KubernetesBackendBuilder;
import io.kubeface.kubernetes.KubernetesChecks;
import io.kubeface.reactor.backend.Backend;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code kubeface doctor}. */
final class DoctorOptions {
    @Option(
            names = "--storage",
            paramLabel = "URL",
            required = true,
            description = "Look at this directory, or at what is below this URL.")
    private String storage = "";

    @Mixin
    private BackendOptions backend = new BackendOptions();

    @Mixin
    private NotificationOptions notifications = new NotificationOptions();

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "How it is told: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Form output = Form.table;

    /** How findings are told; named as they are written. */
    enum Form {
        table,
        json
    }

    /** How findings are told. */
    Form output() {
        return output;
    }

    /** Opens the storage. */
    ObjectStore store() throws IOException {
        return ObjectStores.open(storage);
    }

    /** The checks of what tells of results; empty when nothing has to be there for it. */
    Optional<CheckGroup> notifications(ObjectStore store) throws IOException {
        return notifications.checks(store);
    }

    /** The checks of what runs workers; empty when nothing has to be there for it. */
    Optional<CheckGroup> cluster() {
        return backend() instanceof KubernetesBackendBuilder pods
                ? Optional.of(KubernetesChecks.of(pods))
                : Optional.empty();
    }

    /** A worker that is run. */
    WorkerCheck worker() {
        return new WorkerCheck(storage, backend());
    }

    /**
     * Looks at what picocli does not.
     *
     * @throws IllegalArgumentException when an option's value is wrong
     */
    void check() {
        backend();
        notifications.factory();
    }

    private Backend.Factory backend() {
        return backend.factory(false);
    }
}
