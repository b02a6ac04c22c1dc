package io.kubeface.testkit.sim;

import io.kubeface.reactor.Result;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** Asks as its scenario says, and hands on what it gets. */
final class SimulatedSubscriber implements CoreSubscriber<Result<Integer>> {
    /** No job has so many results. */
    private static final int ENOUGH = 1_000;

    private static final Duration LONGEST_PATIENCE = Duration.ofHours(3);

    private final World world;
    private final Driver driver;
    private final Scenario.Demand demand;
    private @Nullable Subscription subscription;
    private long requested;
    private long received;
    private final Disposable.Composite timers = Disposables.composite();
    private boolean cancelled;
    private Optional<Throwable> error = Optional.empty();
    private boolean terminated;

    SimulatedSubscriber(World world, Driver driver) {
        this.world = world;
        this.driver = driver;
        this.demand = world.scenario.demand();
    }

    long requested() {
        return requested;
    }

    long received() {
        return received;
    }

    boolean cancelled() {
        return cancelled;
    }

    boolean terminated() {
        return terminated;
    }

    Optional<Throwable> error() {
        return error;
    }

    @Override
    public void onSubscribe(Subscription s) {
        subscription = s;
        if (demand.cancelsAfter() == 0 && world.chance.coin()) {
            cancel();
            return;
        }
        switch (demand.pattern()) {
            case ALL -> request(Long.MAX_VALUE);
            case LATE -> later(demand.pause(), () -> request(Long.MAX_VALUE));
            case BATCHES -> request(demand.batch());
            case BURSTS -> burst();
            case NEVER -> {
                world.chance.happened(Fault.SUBSCRIBER_NEVER_ASKS);
                later(LONGEST_PATIENCE, this::cancel);
            }
        }
        if (demand.cancelsAfter() == 0) {
            later(demand.pause(), this::cancel);
        }
    }

    private void burst() {
        request(demand.batch());
        if (!terminated && !cancelled && requested < ENOUGH) {
            later(demand.pause().plusMillis(1), this::burst);
        }
    }

    private void request(long n) {
        if (!cancelled && !terminated && subscription != null) {
            requested = requested > Long.MAX_VALUE - n ? Long.MAX_VALUE : requested + n;
            world.history.add(driver.toString(), "subscriber requests " + n);
            subscription.request(n);
        }
    }

    private void cancel() {
        if (!cancelled && !terminated && subscription != null) {
            cancelled = true;
            if (demand.pattern() != Scenario.Demand.Pattern.NEVER) {
                world.chance.happened(Fault.SUBSCRIBER_CANCELS);
            }
            world.history.add(driver.toString(), "subscriber cancels");
            timers.dispose();
            driver.finished();
            subscription.cancel();
        }
    }

    @Override
    public void onNext(Result<Integer> result) {
        received++;
        if (cancelled || terminated) {
            world.violated("I1", "a result came after the " + (cancelled ? "cancellation" : "end") + ": " + result);
        } else if (received > requested) {
            world.violated("I3", "result " + received + " came, and only " + requested + " had been asked for");
        }
        driver.judge().received(result);
        if (received == demand.cancelsAfter()) {
            cancel();
        } else if (demand.pattern() == Scenario.Demand.Pattern.BATCHES && received == requested) {
            if (demand.pause().toMillis() % 2 == 0) {
                request(demand.batch());
            } else {
                later(demand.pause(), () -> request(demand.batch()));
            }
        }
    }

    @Override
    public void onError(Throwable t) {
        error = Optional.of(t);
        end("ends with " + t);
    }

    @Override
    public void onComplete() {
        end("completes");
    }

    private void end(String how) {
        world.history.add(driver.toString(), "job " + how);
        if (terminated || cancelled) {
            world.violated("I1", "the job " + how + " after the " + (cancelled ? "cancellation" : "end"));
        }
        terminated = true;
        timers.dispose();
        driver.finished();
    }

    private void later(Duration delay, Runnable what) {
        timers.add(world.time.after(driver.machine(), delay, "subscriber", what));
    }
}
