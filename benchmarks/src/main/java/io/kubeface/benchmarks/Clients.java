package io.kubeface.benchmarks;

import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.KubefaceBuilder;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.InProcessBackend;
import io.kubeface.reactor.backend.LocalProcessBackend;
import io.kubeface.reactor.backend.LocalProcessBackend.ArchiveMode;
import java.nio.file.Path;
import java.util.List;

/** Clients by name of their backend. */
final class Clients {
    static final String LOCAL_PROCESS = "local-process";
    static final String IN_PROCESS = "in-process";

    private Clients() {}

    /** Options of a client; what is measured waits for its class data archive rather than run a while without. */
    static KubefaceBuilder builder(String backend, Path storage, int max, List<String> workerJvmOptions) {
        return Kubeface.builder()
                .storage(storage)
                .backend(backend(backend, workerJvmOptions))
                .maxSimultaneousTasks(max);
    }

    private static Backend.Factory backend(String name, List<String> workerJvmOptions) {
        return switch (name) {
            case LOCAL_PROCESS ->
                LocalProcessBackend.builder()
                        .archive(ArchiveMode.WAIT)
                        .jvmOptions(workerJvmOptions.toArray(String[]::new));
            case IN_PROCESS -> InProcessBackend.builder();
            default ->
                throw new IllegalArgumentException(
                        "Option --backend is " + LOCAL_PROCESS + " or " + IN_PROCESS + "; got " + name + ".");
        };
    }
}
