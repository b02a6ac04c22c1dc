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
 * What a job hears of its results: the hints of an event source, and gaps of its own that make up for lost ones. Belongs
 * to the job's loop.
 */
final class Hearing {
    private static final Logger log = LoggerFactory.getLogger(Hearing.class);

    /** How long a job waits for its event source to begin. */
    static final Duration LONGEST_START = Duration.ofSeconds(10);

    private static final Duration LONGEST_SWEEP = Duration.ofMinutes(10);
    /** Steep: what the events lose, the ends of workers tell of, and each look at all costs a listing. */
    private static final int SWEEP_GROWTH = 10;

    private final Loop loop;
    private final ObjectEvents source;
    private final Duration firstSweep;
    private final Consumer<ObjectEvent> heard;
    private Disposable events = Disposables.disposed();
    private Disposable start = Disposables.disposed();
    private Disposable sweep = Disposables.disposed();
    private boolean begun;
    private boolean stopped;

    /**
     * @param firstSweep the first pause after which a gap is told, in case that hints were lost
     * @param heard told of each event, on the loop
     */
    Hearing(Loop loop, ObjectEvents source, Duration firstSweep, Consumer<ObjectEvent> heard) {
        this.loop = loop;
        this.source = source;
        this.firstSweep = firstSweep;
        this.heard = heard;
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

    /** Tells gaps from now on. */
    void sweep() {
        sweepAfter(firstSweep);
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
            tell(new ObjectEvent.Gap());
            Duration longer = pause.multipliedBy(SWEEP_GROWTH);
            sweepAfter(longer.compareTo(LONGEST_SWEEP) < 0 ? longer : LONGEST_SWEEP);
        });
    }
}
