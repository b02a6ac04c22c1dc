package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubeface.core.store.PutMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is saved of one pod before it is gone. All block; what cannot be had is told instead of thrown. */
final class PodEvidence {
    private static final Logger log = LoggerFactory.getLogger(PodEvidence.class);

    private final PodServices services;
    private final String name;
    private final String logObject;

    /**
     * @param name of the pod
     * @param logObject where the worker's log belongs
     */
    PodEvidence(PodServices services, String name, String logObject) {
        this.services = services;
        this.name = name;
        this.logObject = logObject;
    }

    /** What the cluster has told of it. Asked for once, as it is of use to people only. */
    List<String> events() {
        if (!services.eventReads().takeNow()) {
            return List.of("its events were not read, since many pods ended at once");
        }
        try {
            return PodEvents.lines(services.cluster().events(name));
        } catch (RuntimeException e) {
            return List.of("its events could not be read: " + e.getMessage());
        }
    }

    /** The last that a worker printed which failed, and is kept where its log belongs; else empty. */
    String logTail(Pod pod) {
        String tail = "";
        try {
            if (PodState.terminated(pod).isPresent() && PodState.failed(pod)) {
                tail = services.cluster().logTail(name);
                keepLog(tail);
            }
        } catch (IOException | RuntimeException e) {
            log.info("The log of pod {} may be missing: {}", name, e.toString());
        }
        return tail;
    }

    /** The worker may have been unable to do that. */
    private void keepLog(String tail) throws IOException {
        if (!tail.isEmpty() && services.store().stat(logObject).isEmpty()) {
            services.store()
                    .put(
                            logObject,
                            PutMode.CREATE,
                            "text/plain; charset=utf-8",
                            out -> out.write(tail.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
