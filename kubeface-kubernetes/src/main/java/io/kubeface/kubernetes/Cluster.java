package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.kubeface.reactor.backend.LogTail;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** The calls of the API server that a backend makes, each once. All block; all throw what the client throws. */
final class Cluster implements AutoCloseable {
    private static final int LOG_LINES = 5000;

    private final Config config;
    private final String namespace;
    private final RetryAfter retryAfter;

    /** A call whose client is closed before it is answered never returns: closing waits for those under way. */
    private final ReadWriteLock calls = new ReentrantReadWriteLock();

    private final Lock underWay = calls.readLock();

    @Nullable
    private KubernetesClient opened;

    private boolean closed;

    Cluster(Config config, RetryAfter retryAfter) {
        this.config = config;
        this.namespace = config.getNamespace();
        this.retryAfter = retryAfter;
    }

    String namespace() {
        return namespace;
    }

    /** What is made, for messages. */
    String pods() {
        return "pods in namespace \"" + namespace + "\"";
    }

    private synchronized KubernetesClient client() {
        if (closed) {
            throw new IllegalStateException("The client of namespace " + namespace + " is closed.");
        }
        if (opened == null) {
            KubernetesClient fresh = new KubernetesClientBuilder()
                    .withConfig(config)
                    .withHttpClientBuilderConsumer(
                            http -> http.addOrReplaceInterceptor("kubeface-retry-after", retryAfter))
                    .build();
            opened = fresh;
            return fresh;
        }
        return opened;
    }

    private <T, E extends Exception> T call(Call<T, E> call) throws E {
        underWay.lock();
        try {
            return call.of(client());
        } finally {
            underWay.unlock();
        }
    }

    private interface Call<T, E extends Exception> {
        T of(KubernetesClient client) throws E;
    }

    /** Makes a pod; one that is there already counts if it is this client's, for then an answer was lost. */
    void create(Pod pod) {
        try {
            call(client -> client.pods().resource(pod).create());
        } catch (KubernetesClientException e) {
            if (e.getCode() != ApiFailures.CONFLICT || !isOurs(pod)) {
                throw e;
            }
        }
    }

    /** Has the API server do all that it does when a pod is made, but for making it. */
    void dryRun(Pod pod) {
        call(client -> client.pods().resource(pod).dryRun(true).create());
    }

    private boolean isOurs(Pod pod) {
        String client = pod.getMetadata().getLabels().get(PodTemplate.CLIENT_LABEL);
        return pod(pod.getMetadata().getName())
                .map(found ->
                        Objects.equals(client, found.getMetadata().getLabels().get(PodTemplate.CLIENT_LABEL)))
                .orElse(false);
    }

    /** Those with these labels. */
    List<Pod> pods(Map<String, String> labels) {
        return call(client ->
                client.pods().inNamespace(namespace).withLabels(labels).list().getItems());
    }

    Optional<Pod> pod(String name) {
        return Optional.ofNullable(call(
                client -> client.pods().inNamespace(namespace).withName(name).get()));
    }

    /** Asks for a pod's deletion; one that is gone already is passed over. */
    void delete(String name, long graceSeconds) {
        call(client -> client.pods()
                .inNamespace(namespace)
                .withName(name)
                .withGracePeriod(graceSeconds)
                .delete());
    }

    /** Asks for the deletion of all pods of a client. */
    void deleteAll(String client) {
        pods(PodTemplate.clientLabels(client))
                .forEach(pod -> delete(pod.getMetadata().getName(), 0));
    }

    /** The last of what a pod's worker printed, as text that can be shown anywhere. */
    String logTail(String name) throws IOException {
        return call(client -> {
            try (InputStream log = worker(client, name).tailingLines(LOG_LINES).getLogInputStream()) {
                return LogTail.of(log, LogTail.MAX_BYTES);
            }
        });
    }

    /** Copies what a pod's worker has printed; false when there is no such pod. */
    boolean log(String name, OutputStream to) throws IOException {
        return call(client -> {
            if (pod(name).isEmpty()) {
                return false;
            }
            try (InputStream log = worker(client, name).getLogInputStream()) {
                log.transferTo(to);
                return true;
            }
        });
    }

    /** Waits until a pod's worker runs, and copies what it prints until it ends; false when there is no such pod. */
    boolean follow(String name, OutputStream to) throws IOException {
        return call(client -> {
            Pod begun = client.pods()
                    .inNamespace(namespace)
                    .withName(name)
                    .waitUntilCondition(pod -> pod == null || PodState.of(pod).hasBegun(), 1, TimeUnit.DAYS);
            if (begun == null) {
                return false;
            }
            try (LogWatch log = worker(client, name).watchLog()) {
                log.getOutput().transferTo(to);
                return true;
            }
        });
    }

    private ContainerResource worker(KubernetesClient client, String name) {
        return client.pods().inNamespace(namespace).withName(name).inContainer(PodTemplate.CONTAINER);
    }

    /** What the cluster has told of a pod, also of one that is gone. */
    List<Event> events(String name) {
        return call(client -> client.v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.kind", "Pod")
                .withField("involvedObject.name", name)
                .list()
                .getItems());
    }

    /** Makes a ConfigMap; one that is there already is the same, for its name says whose it is and what is in it. */
    void create(ConfigMap map) {
        try {
            call(client -> client.configMaps().resource(map).create());
        } catch (KubernetesClientException e) {
            if (e.getCode() != ApiFailures.CONFLICT) {
                throw e;
            }
        }
    }

    void deleteConfigMap(String name) {
        call(client -> client.configMaps().inNamespace(namespace).withName(name).delete());
    }

    /** An informer on the pods of a client, not started, that keeps no more of them than their names. */
    SharedIndexInformer<Pod> informer(String client) {
        return client().pods()
                .inNamespace(namespace)
                .withLabels(PodTemplate.clientLabels(client))
                .runnableInformer(0)
                .itemStore(new ReducedStateItemStore<>(
                        ReducedStateItemStore.NAME_KEY_STATE, Pod.class, client().getKubernetesSerialization()));
    }

    /** Whether anything was ever asked of the API server. */
    synchronized boolean isOpen() {
        return opened != null;
    }

    /** Waits for the calls that are under way, and lets none begin. */
    @Override
    public void close() {
        calls.writeLock().lock();
        try {
            closeNow();
        } finally {
            calls.writeLock().unlock();
        }
    }

    private synchronized void closeNow() {
        closed = true;
        if (opened != null) {
            opened.close();
        }
    }
}
