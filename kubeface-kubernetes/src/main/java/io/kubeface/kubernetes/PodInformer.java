package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of a client's pods, and tells their attempts: one list and one watch, however many pods there are. */
final class PodInformer implements ResourceEventHandler<Pod> {
    private static final Logger log = LoggerFactory.getLogger(PodInformer.class);
    private static final int START_SECONDS = 30;

    private final Cluster cluster;
    private final String client;
    private final Function<String, Optional<PodAttempt>> attempts;

    @Nullable
    private SharedIndexInformer<Pod> informer;

    /**
     * @param attempts the attempt of a pod's name, if it is known and not yet over
     */
    PodInformer(Cluster cluster, String client, Function<String, Optional<PodAttempt>> attempts) {
        this.cluster = cluster;
        this.client = client;
        this.attempts = attempts;
    }

    /** Starts it unless it runs, and waits until it hears. Blocking. */
    synchronized void start() {
        if (informer != null) {
            return;
        }
        SharedIndexInformer<Pod> fresh = cluster.informer(client)
                .exceptionHandler(PodInformer::keepGoing)
                .addEventHandler(this);
        try {
            fresh.start().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
            informer = fresh;
        } catch (ExecutionException e) {
            throw cause(e);
        } catch (TimeoutException e) {
            throw new KubernetesClientException(
                    "The API server has not answered within " + START_SECONDS + " s to a list and watch of pods.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("Interrupted while starting to watch pods.", e);
        } finally {
            if (informer == null) {
                fresh.stop();
            }
        }
    }

    synchronized void stop() {
        if (informer != null) {
            informer.stop();
            informer = null;
        }
    }

    /** Before it hears for the first time the failure is the caller's; later nothing may end it. */
    private static boolean keepGoing(boolean started, Throwable failure) {
        if (started) {
            log.warn("The watch of pods was broken and is taken up again: {}", failure.toString());
        }
        return started;
    }

    private static KubernetesClientException cause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException refused) {
                return refused;
            }
        }
        return new KubernetesClientException("The watch of pods could not be started.", failure);
    }

    @Override
    public void onAdd(Pod pod) {
        attempts.apply(pod.getMetadata().getName()).ifPresent(attempt -> attempt.observed(pod));
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        onAdd(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
        attempts.apply(pod.getMetadata().getName()).ifPresent(attempt -> {
            if (finalStateUnknown) {
                attempt.lookUp();
            } else {
                attempt.deleted(pod);
            }
        });
    }
}
