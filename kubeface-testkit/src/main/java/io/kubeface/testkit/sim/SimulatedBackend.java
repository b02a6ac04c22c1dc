package io.kubeface.testkit.sim;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.LaunchException;
import io.kubeface.reactor.backend.OrphanedAttempt;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** The platform, as one driver reaches it. */
final class SimulatedBackend implements Backend {
    private static final Duration QUICK = Duration.ofSeconds(3);
    private static final Duration SLOW = Duration.ofMinutes(5);

    private final World world;
    private final Driver driver;
    private final Set<Worker> unclaimed = new LinkedHashSet<>();
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
                driver.attempts().launches(spec);
                Duration delay = world.chance.upTo(world.chance.strikes(Fault.LAUNCH_SLOW) ? SLOW : QUICK);
                world.time.after(world.nature, delay, "launch for " + driver, () -> accept(spec, answer));
            }
        });
    }

    @Override
    public Flux<OrphanedAttempt> orphans(String storage, Mono<List<ObjectName.Job>> jobs) {
        return jobs.filter(dead -> !dead.isEmpty()).flatMap(this::list).flatMapIterable(found -> found);
    }

    private Mono<List<OrphanedAttempt>> list(List<ObjectName.Job> dead) {
        return Mono.create(answer -> {
            if (driver.machine().step()) {
                driver.attempts().asksForOrphans();
                world.time.after(world.nature, world.chance.upTo(QUICK), "list for " + driver, () -> {
                    if (world.chance.strikes(Fault.ORPHANS_UNTOLD)) {
                        driver.attempts().notTold();
                        reply(() -> answer.error(new IllegalStateException("Simulated: the platform does not tell.")));
                        return;
                    }
                    List<Worker> found = world.running().stream()
                            .filter(worker -> worker.listed()
                                    && dead.contains(worker.spec().address().job()))
                            .toList();
                    unclaimed.addAll(found);
                    reply(() -> answer.success(found.stream().map(this::orphan).toList()));
                });
            }
        });
    }

    private OrphanedAttempt orphan(Worker worker) {
        return new OrphanedAttempt(worker.spec().address(), Mono.create(answer -> {
            if (driver.machine().step()) {
                driver.attempts().takesOver(worker);
                world.time.after(
                        world.nature,
                        world.chance.upTo(QUICK),
                        "taking over by " + driver,
                        () -> adopt(worker, answer));
            }
        }));
    }

    private void adopt(Worker worker, MonoSink<Attempt> answer) {
        if (!driver.machine().lives()) {
            return;
        }
        worker.knownTo(driver);
        unclaimed.remove(worker);
        if (closed || world.chance.strikes(Fault.LAUNCH_REFUSED)) {
            // As of a launch, nothing is left.
            worker.removeBy(driver);
            refuse(worker.spec(), answer, !closed);
            return;
        }
        world.chance.happened(Fault.TAKEN_OVER);
        AttemptHandle handle = new AttemptHandle(world, driver, worker);
        worker.takenOverBy(driver, handle);
        if (worker.listed()) {
            driver.began(worker);
        }
        give(worker, handle, answer);
    }

    @Override
    public Mono<Void> close() {
        return Mono.create(answer -> {
            closed = true;
            world.time.after(world.nature, world.chance.upTo(QUICK), "close of " + driver + "'s backend", () -> {
                driver.workers().forEach(worker -> worker.removeBy(driver));
                unclaimed.forEach(worker -> worker.removeBy(driver));
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
        world.began(worker);
        if (!driver.machine().lives()) {
            worker.disownBy(driver);
            if (!world.chance.strikes(Fault.ORPHANS_RUN_ON)) {
                worker.vanish();
                return;
            }
        }
        boolean answerLost = world.chance.strikes(Fault.LAUNCH_ANSWER_LOST);
        if (answerLost) {
            worker.disownBy(driver);
        }
        driver.began(worker);
        if (answerLost) {
            refuse(spec, answer, true);
            return;
        }
        AttemptHandle handle = new AttemptHandle(world, driver, worker);
        worker.toldBy(handle);
        give(worker, handle, answer);
    }

    private void give(Worker worker, AttemptHandle handle, MonoSink<Attempt> answer) {
        answer.onCancel(() -> worker.killBy(driver));
        reply(() -> {
            handle.known();
            answer.success(handle);
        });
    }

    private void refuse(AttemptSpec spec, MonoSink<Attempt> answer, boolean retryable) {
        reply(() -> {
            driver.attempts().refused(spec, retryable);
            answer.error(new LaunchException(FailureKind.LAUNCH, retryable, "Simulated: the launch failed.", null));
        });
    }

    private void reply(Runnable what) {
        world.time.after(driver.machine(), world.chance.upTo(QUICK), "answer to a launch", what);
    }
}
