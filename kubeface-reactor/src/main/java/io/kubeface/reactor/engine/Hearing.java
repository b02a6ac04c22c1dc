package io.kubeface.reactor.engine;

import io.kubeface.core.name.JobKey;
import io.kubeface.reactor.events.ObjectEvent;
import io.kubeface.reactor.events.ObjectEvents;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * What a job hears of its results: the hints of an event source, and sweeps, which make up for lost ones. Belongs to the
 * job's loop.
 */
final class Hearing {
    private static final Logger log = LoggerFactory.getLogger(Hearing.class);

    /** How long a job waits for its event source to begin. */
    static final Duration LONGEST_START = Duration.ofSeconds(10);

    private final Loop loop;
    private final ObjectEvents source;
    private final SweepPeriod period;
    private final Consumer<ObjectEvent> heard;
    private final Runnable swept;
    private Disposable events = Disposables.disposed();
    private Disposable start = Disposables.disposed();
    private Disposable sweep = Disposables.disposed();
    private boolean begun;
    private boolean sweeping;
    private boolean stopped;

    /**
     * @param period of the sweeps
     * @param heard told of each event, on the loop
     * @param sweep looks at all results, on the loop
     */
    Hearing(Loop loop, ObjectEvents source, SweepPeriod period, Consumer<ObjectEvent> heard, Runnable sweep) {
        this.loop = loop;
        this.source = source;
        this.period = period;
        this.heard = heard;
        this.swept = sweep;
    }

    /** Begins to listen. */
    void start(JobKey key) {
        start = loop.after(LONGEST_START, () -> {
            log.warn(
                    "Job {}: its object events have not begun within {} s; it begins without them.",
                    key,
                    LONGEST_START.toSeconds());
            begin();
        });
        events = source.results(key)
                .subscribe(
                        event -> loop.execute(() -> told(event)),
                        error -> loop.execute(() -> {
                            log.warn("Job {}: no more object events; looking instead.", key, error);
                            begin();
                        }),
                        () -> loop.execute(this::begin));
    }

    /**
     * Whether all that is written from now on will be heard of, or there is no sense in a longer wait for that. What is
     * launched before may have to be looked for.
     */
    boolean begun() {
        return begun;
    }

    /** Sweeps from now on. */
    void sweep() {
        sweeping = true;
        sweepAfter(period.first());
    }

    /** A hint was lost: there may be more of that. */
    void lost() {
        if (sweeping && !stopped) {
            sweep.dispose();
            sweepAfter(period.first());
        }
    }

    /** Hears nothing more. */
    void stop() {
        stopped = true;
        events.dispose();
        start.dispose();
        sweep.dispose();
    }

    private void told(ObjectEvent event) {
        begin();
        tell(event);
    }

    private void tell(ObjectEvent event) {
        if (!stopped) {
            heard.accept(event);
        }
    }

    private void begin() {
        begun = true;
        start.dispose();
    }

    private void sweepAfter(Duration pause) {
        sweep = loop.after(pause, () -> {
            swept.run();
            sweepAfter(period.after(pause));
        });
    }
}
