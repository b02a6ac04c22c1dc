package io.kubeface.cli;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Options of the commands that show statuses of jobs. */
final class StatusOptions {
    @Option(
            names = "--storage",
            paramLabel = "URL",
            required = true,
            description = "Where the jobs' objects are: a directory or a URL.")
    private String storage = "";

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "How it is told: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private DoctorOptions.Form output = DoctorOptions.Form.table;

    /** Opens the storage. */
    ObjectStore open() throws IOException {
        return ObjectStores.open(storage);
    }

    /** Whether it is told for programs. */
    boolean json() {
        return output == DoctorOptions.Form.json;
    }
}
