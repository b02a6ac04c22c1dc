package io.kubeface.cli;

import io.kubeface.core.check.Check;
import io.kubeface.core.check.Finding;
import io.kubeface.core.check.StorageChecks;
import io.kubeface.kubernetes.KubernetesChecks;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.events.NoEvents;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/** Runs one task in a worker, from the code's way there to the result's way back. */
record WorkerCheck(String storage, Backend.Factory backend) implements Check {
    /** Enough to pull a large image. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "worker end to end";
    }

    @Override
    public List<String> needs() {
        return List.of(
                StorageChecks.READ,
                StorageChecks.CREATE,
                StorageChecks.CREATE_ONLY,
                StorageChecks.DELETE,
                KubernetesChecks.NAMESPACE,
                KubernetesChecks.RIGHTS);
    }

    @Override
    public Finding run() {
        try (Kubeface kubeface = Kubeface.builder()
                        .storage(storage)
                        .backend(backend)
                        .events(environment -> new NoEvents())
                        .statusPages(false)
                        .maxSimultaneousTasks(1)
                        .schedulingTimeout(PATIENCE)
                        .build();
                Stream<Result<Integer>> results = kubeface.job("doctor")
                        .map((Integer value) -> value + 1, Flux.just(41))
                        .toStream(1)) {
            Result<Integer> result = results.findFirst().orElseThrow();
            return result.failure()
                    .map(failure -> Finding.failed(failure.kind() + ": " + failure.reason()))
                    .orElseGet(() -> result.get() == 42
                            ? Finding.ok("a task was run and its result is right")
                            : Finding.failed("A task that adds 1 to 41 gave " + result.get() + "."));
        }
    }
}
