package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kubeface.reactor.backend.LaunchException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

/**
 * Hears of a client's pods, and tells their attempts: one list and one watch, however many pods there are. A
 * {@link WatchGuard} sees to it that this goes on.
 */
final class PodInformer implements ResourceEventHandler<Pod>, WatchGuard.Watched {
    private static final Logger log = LoggerFactory.getLogger(PodInformer.class);
    private static final int START_SECONDS = 30;

    private final Cluster cluster;
    private final String client;
    private final Map<String, PodAttempt> attempts;
    private final PodLook look;
    private final WatchGuard guard;

    @Nullable
    private volatile SharedIndexInformer<Pod> informer;

    /**
     * @param attempts by the names of their pods, those that are known and not yet over; changes meanwhile
     */
    PodInformer(PodServices services, String client, Map<String, PodAttempt> attempts) {
        this.cluster = services.cluster();
        this.client = client;
        this.attempts = attempts;
        this.look = new PodLook(cluster, client, attempts.values());
        this.guard = new WatchGuard(
                Schedulers.parallel(), services.blocking(), services.times().watch(), cluster.pods(), this);
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
            guard.begin();
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

    void stop() {
        guard.end();
        end();
    }

    private synchronized void end() {
        SharedIndexInformer<Pod> running = informer;
        if (running != null) {
            running.stop();
            informer = null;
        }
    }

    /** Why nothing is heard of pods; empty while all is well. */
    Optional<String> trouble() {
        return guard.trouble();
    }

    @Override
    public boolean isWatching() {
        SharedIndexInformer<Pod> running = informer;
        return running != null && running.isWatching();
    }

    @Override
    public void look() {
        look.now();
    }

    @Override
    public void renew() {
        end();
        start();
    }

    @Override
    public void giveUp(LaunchException why) {
        end();
        look.giveUp(PodExits.refused(why));
    }

    /** Before it hears for the first time the failure is the caller's; later nothing may end it. */
    private static boolean keepGoing(boolean started, Throwable failure) {
        if (started) {
            log.debug("The watch of pods was broken and is taken up again", failure);
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
        tell(pod, attempt -> attempt.observed(pod));
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        onAdd(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
        tell(pod, attempt -> {
            if (finalStateUnknown) {
                attempt.lookUp();
            } else {
                attempt.deleted(pod);
            }
        });
    }

    private void tell(Pod pod, Consumer<PodAttempt> news) {
        PodAttempt attempt = attempts.get(pod.getMetadata().getName());
        if (attempt != null) {
            news.accept(attempt);
        }
    }
}
