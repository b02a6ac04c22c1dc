package io.kubeface.kubernetes;

import io.kubeface.core.store.ObjectStore;
import java.time.Duration;
import reactor.core.scheduler.Scheduler;

/**
 * What all attempts of a client share.
 *
 * @param retrying for calls that must get through
 * @param brief for calls for which others wait
 * @param eventReads how often events may be read, which help people only, and cost the API server a search
 */
record PodServices(
        Cluster cluster,
        Retrying retrying,
        Retrying brief,
        RateLimit eventReads,
        PodExits exits,
        ObjectStore store,
        Scheduler blocking,
        Times times) {

    /**
     * How long things may take.
     *
     * @param imageGrace for a kubelet to overcome trouble with an image
     * @param unseen from a pod's creation to its first event
     * @param kill from a deletion that we asked for to its end
     * @param leave as {@code kill}, but for a deletion that somebody else asked for, and beyond the grace of that
     * @param watch about the watch of pods
     */
    record Times(Duration imageGrace, Duration unseen, Duration kill, Duration leave, WatchGuard.Times watch) {
        static final Times DEFAULT = new Times(
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                WatchGuard.Times.DEFAULT);
    }
}
