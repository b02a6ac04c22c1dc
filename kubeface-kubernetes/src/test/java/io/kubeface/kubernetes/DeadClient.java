package io.kubeface.kubernetes;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.TaskAddress;
import io.kubeface.reactor.backend.AttemptSpec;

/** Pods that a client has made which is no more. */
final class DeadClient implements AutoCloseable {
    static final String CONFIG_MAP = "kubeface-dead-map";

    private final Cluster cluster;
    private final PodTemplate template;
    private final String storage;

    DeadClient(String id, FakeApiServer server, String storage) {
        this.cluster = new Cluster(server.config(), new RetryAfter(System::nanoTime));
        this.template = new PodTemplate(
                id,
                "space",
                KubernetesBackend.builder().image("localhost/jre:17").options());
        this.storage = storage;
    }

    /** A pod of a job; gives its name. */
    String pod(ObjectName.Job job, long task) {
        AttemptSpec like = Attempts.of(job.id().value(), task, 2);
        TaskAddress address = new TaskAddress(storage, job, TaskName.ofSequence(task), 2);
        String name = PodNames.pod(template.client(), task, address);
        cluster.create(template.pod(name, new AttemptSpec(address, like.manifest(), like.code(), false), CONFIG_MAP));
        return name;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
