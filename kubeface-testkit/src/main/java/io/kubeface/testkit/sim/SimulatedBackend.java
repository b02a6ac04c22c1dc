package io.kubeface.testkit.sim;

import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.LaunchException;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** The platform, as one driver reaches it. */
final class SimulatedBackend implements Backend {
    private static final Duration QUICK = Duration.ofSeconds(3);
    private static final Duration SLOW = Duration.ofMinutes(5);

    private final World world;
    private final Driver driver;
    private boolean closed;

    SimulatedBackend(World world, Driver driver) {
        this.world = world;
        this.driver = driver;
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public Mono<Attempt> launch(AttemptSpec spec) {
        return Mono.create(answer -> {
            if (driver.machine().step()) {
                driver.judge().launches(spec);
                Duration delay = world.chance.upTo(world.chance.strikes(Fault.LAUNCH_SLOW) ? SLOW : QUICK);
                world.time.after(world.nature, delay, "launch for " + driver, () -> accept(spec, answer));
            }
        });
    }

    @Override
    public Mono<Void> close() {
        return Mono.create(answer -> {
            closed = true;
            world.time.after(world.nature, world.chance.upTo(QUICK), "close of " + driver + "'s backend", () -> {
                driver.workers().forEach(Worker::vanish);
                world.time.after(driver.machine(), Duration.ZERO, "closed", answer::success);
            });
        });
    }

    private void accept(AttemptSpec spec, MonoSink<Attempt> answer) {
        boolean refusedForGood = closed || world.chance.strikes(Fault.LAUNCH_REFUSED_FOR_GOOD);
        if (refusedForGood || world.chance.strikes(Fault.LAUNCH_REFUSED)) {
            refuse(spec, answer, !refusedForGood);
            return;
        }
        Worker worker = new Worker(world, driver, spec);
        if (!driver.machine().lives()) {
            worker.disown();
            if (!world.chance.strikes(Fault.ORPHANS_RUN_ON)) {
                worker.vanish();
                return;
            }
        }
        boolean answerLost = world.chance.strikes(Fault.LAUNCH_ANSWER_LOST);
        if (answerLost) {
            worker.disown();
        }
        driver.began(worker);
        if (answerLost) {
            refuse(spec, answer, true);
            return;
        }
        AttemptHandle handle = new AttemptHandle(world, driver, worker);
        worker.toldBy(handle);
        answer.onCancel(worker::kill);
        reply(() -> {
            handle.known();
            answer.success(handle);
        });
    }

    private void refuse(AttemptSpec spec, MonoSink<Attempt> answer, boolean retryable) {
        reply(() -> {
            driver.judge().refused(spec, retryable);
            answer.error(new LaunchException(FailureKind.LAUNCH, retryable, "Simulated: the launch failed.", null));
        });
    }

    private void reply(Runnable what) {
        world.time.after(driver.machine(), world.chance.upTo(QUICK), "answer to a launch", what);
    }
}
