package io.kubeface.testkit.sim;

import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.Exit;
import io.kubeface.reactor.backend.Place;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What a driver hears of its worker, and how it kills it. */
final class AttemptHandle implements Attempt {
    private static final Duration QUICK = Duration.ofSeconds(2);
    /** Answered before the engine gives up. */
    private static final Duration SLOW_KILL = Duration.ofMinutes(4);

    private static final Duration LATE = Duration.ofMinutes(10);

    private final World world;
    private final Driver driver;
    private final Worker worker;
    private final Sinks.Many<AttemptEvent> events = Sinks.many().replay().all();
    private long last;
    private boolean known;
    private Runnable end = () -> {};

    AttemptHandle(World world, Driver driver, Worker worker) {
        this.world = world;
        this.driver = driver;
        this.worker = worker;
    }

    /** The driver has it, and hears from now on what there was to hear. */
    void known() {
        known = true;
        end.run();
    }

    void tellStarted() {
        tell(QUICK, () -> events.tryEmitNext(new AttemptEvent.Started(new Place("simulated", worker.toString()))));
    }

    /**
     * The worker has ended, or is believed to have.
     *
     * @param wrote whether its result can be found without this
     */
    void tellEnded(Exit exit, boolean wrote) {
        if (wrote && world.chance.strikes(Fault.END_UNTOLD)) {
            return;
        }
        Duration longest = world.chance.strikes(Fault.END_LATE) ? LATE : QUICK;
        if (world.chance.strikes(Fault.END_LOST)) {
            tell(longest, events::tryEmitComplete);
            return;
        }
        if (world.chance.strikes(Fault.END_BROKEN)) {
            tell(longest, () -> events.tryEmitError(new IllegalStateException("Simulated: nothing more is known.")));
            return;
        }
        int times = world.chance.strikes(Fault.END_DOUBLED) ? 2 : 1;
        tell(longest, () -> {
            world.history.add(driver.toString(), "is told of the end of " + worker);
            end = () -> driver.attempts().toldEnd(worker, exit.ifNoResult());
            if (known) {
                end.run();
            }
            for (int i = 0; i < times; i++) {
                events.tryEmitNext(new AttemptEvent.Ended(exit));
            }
            events.tryEmitComplete();
        });
    }

    @Override
    public Flux<AttemptEvent> events() {
        return events.asFlux();
    }

    @Override
    public Mono<Void> kill() {
        return Mono.create(answer -> {
            if (!driver.machine().step()) {
                return;
            }
            world.history.add(driver.toString(), "kills " + worker);
            if (worker.runs() && world.chance.strikes(Fault.KILL_HANGS)) {
                worker.disownBy(driver);
                return;
            }
            boolean fails = worker.runs() && world.chance.strikes(Fault.KILL_FAILS);
            Duration delay = world.chance.upTo(world.chance.strikes(Fault.KILL_SLOW) ? SLOW_KILL : QUICK);
            world.time.after(world.nature, delay, "kill of " + worker, () -> {
                if (fails) {
                    worker.disownBy(driver);
                } else {
                    worker.killBy(driver);
                }
                world.time.after(driver.machine(), world.chance.upTo(QUICK), "killed " + worker, () -> {
                    driver.attempts().toldEnd(worker, FailureKind.WORKER_CRASH);
                    if (fails) {
                        answer.error(new IllegalStateException("Simulated: cannot be killed."));
                    } else {
                        answer.success();
                    }
                });
            });
        });
    }

    /** In order, as a backend must. */
    private void tell(Duration longest, Runnable what) {
        last = Math.max(last, world.time.nanos() + world.chance.upTo(longest).toNanos() / world.scenario.pace());
        world.time.at(driver.machine(), last, "news of " + worker, what);
    }
}
