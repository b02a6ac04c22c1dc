package io.kubeface.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubeface.reactor.backend.LaunchException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Sees to it that what runs is heard of when the watch of pods does not tell. A watch is renewed every few minutes by its
 * client, and after a short break, without anything being missed. While it stays away pods are looked at instead, all with
 * one call, in growing pauses, and once more when it is back. When the API server refuses that for too long, what runs is
 * given up: nobody would ever hear of it.
 */
final class WatchGuard {
    private static final Logger log = LoggerFactory.getLogger(WatchGuard.class);

    /** What is watched, and what can be done about it; all but the first block. */
    interface Watched {
        boolean isWatching();

        /** Looks at all pods that run. */
        void look();

        /** Lists and watches anew. */
        void renew();

        /** Nothing can be heard of pods any more. */
        void giveUp(LaunchException why);
    }

    /**
     * How long things may take.
     *
     * @param tick between two questions whether there is a watch
     * @param broken for how long there may be none before that counts
     * @param pause the longest between two looks meanwhile
     * @param renewal for how long looks may succeed and no watch come back before it is made anew
     * @param refused for how long the API server may refuse before what runs is given up
     */
    record Times(Duration tick, Duration broken, Duration pause, Duration renewal, Duration refused) {
        static final Times DEFAULT = new Times(
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2));
    }

    private final Scheduler clock;
    private final Scheduler blocking;
    private final Times times;
    private final Watched watched;
    private final String pods;
    private final Disposable.Swap timer = Disposables.swap();
    private volatile boolean on;
    private volatile boolean fresh;
    private volatile Optional<String> trouble = Optional.empty();

    /** Since when, in milliseconds, there is no watch, and pods could or could not be listed. */
    @Nullable
    private Long missing;

    @Nullable
    private Long listed;

    @Nullable
    private Long refused;

    private boolean lost;
    private Duration pause;

    /**
     * @param clock must have threads of its own: those that start this may be about one attempt, which this is not
     * @param pods what is watched, for messages
     */
    WatchGuard(Scheduler clock, Scheduler blocking, Times times, String pods, Watched watched) {
        this.clock = clock;
        this.blocking = blocking;
        this.times = times;
        this.pods = pods;
        this.watched = watched;
        this.pause = times.tick();
    }

    /** The watch is there, maybe once more. */
    void begin() {
        fresh = true;
        on = true;
        trouble = Optional.empty();
        later(times.tick());
    }

    /** There is to be no watch. What it was in trouble with stays known. */
    void end() {
        on = false;
        timer.update(Disposables.disposed());
    }

    /** Why nothing is heard of pods; empty while all is well. */
    Optional<String> trouble() {
        return trouble;
    }

    private void later(Duration pause) {
        timer.update(clock.schedule(() -> blocking.schedule(this::tick), pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    private synchronized void tick() {
        if (!on) {
            return;
        }
        try {
            if (fresh) {
                fresh = false;
                reset();
            }
            if (watched.isWatching()) {
                found();
            } else if (missing == null) {
                missing = now();
            } else if (since(missing).compareTo(times.broken()) >= 0) {
                look();
            }
        } catch (RuntimeException e) {
            log.warn("Pods could not be looked at", e);
        }
        if (on) {
            later(pause);
        }
    }

    private void found() {
        if (lost) {
            log.info("The watch of {} is back.", pods);
            try {
                watched.look();
            } catch (KubernetesClientException e) {
                failed(e);
                return;
            }
        }
        reset();
    }

    private void reset() {
        missing = null;
        listed = null;
        refused = null;
        lost = false;
        pause = times.tick();
        trouble = Optional.empty();
    }

    private void look() {
        if (!lost) {
            lost = true;
            tell("The watch of " + pods + " is lost. Until it is back, they are looked at now and then.");
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(times.pause()) < 0 ? doubled : times.pause();
        try {
            watched.look();
            listed();
        } catch (KubernetesClientException e) {
            failed(e);
        }
    }

    private void listed() {
        refused = null;
        if (listed == null) {
            listed = now();
        } else if (since(listed).compareTo(times.renewal()) >= 0) {
            listed = null;
            renew();
        }
    }

    private void renew() {
        try {
            watched.renew();
        } catch (KubernetesClientException e) {
            tell(ApiFailures.launch(e, "watch " + pods).getMessage() + " They are looked at now and then instead.");
        }
    }

    private void failed(KubernetesClientException failure) {
        listed = null;
        if (!ApiFailures.isRefusal(failure)) {
            refused = null;
            trouble = Optional.of("The API server does not tell of " + pods + ": " + ApiFailures.said(failure));
            return;
        }
        LaunchException refusal = ApiFailures.launch(failure, "list and watch " + pods);
        if (refused == null) {
            refused = now();
            tell(refusal.getMessage() + " In " + times.refused() + " what runs is given up, unless that has changed.");
        } else if (since(refused).compareTo(times.refused()) >= 0) {
            String why = refusal.getMessage() + " That has been so for " + times.refused() + ".";
            tell(why + " What runs is given up; its pods may be left.");
            end();
            watched.giveUp(new LaunchException(refusal.kind(), false, why, failure));
        }
    }

    private void tell(String words) {
        if (!trouble.equals(Optional.of(words))) {
            trouble = Optional.of(words);
            log.warn(words);
        }
    }

    private long now() {
        return clock.now(TimeUnit.MILLISECONDS);
    }

    private Duration since(long millis) {
        return Duration.ofMillis(now() - millis);
    }
}
