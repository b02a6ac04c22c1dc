package io.kubeface.reactor.engine;

import java.time.Duration;
import java.util.List;

/**
 * Options of a client that its jobs share.
 *
 * @param maxSimultaneousTasks attempts that run at once, over all jobs
 * @param window tasks of a job taken and not yet emitted, at most
 * @param prefetch tasks of a job started beyond what its subscriber has asked for
 * @param crashRetries how often a task whose worker crashed is started again
 * @param deleteInputs whether workers remove inputs once the result is durable
 * @param propagated keys of the subscriber's context that tasks see
 * @param resultTypes classes that results may be made of, beside those that always may
 * @param driverLossGrace how long a driver may be silent before its jobs count as orphans
 * @param sweep how often all results are looked at
 * @param parents the tasks that the client runs in, the outermost first
 */
public record EngineOptions(
        int maxSimultaneousTasks,
        int window,
        int prefetch,
        int crashRetries,
        boolean deleteInputs,
        List<String> propagated,
        List<Class<?>> resultTypes,
        Duration driverLossGrace,
        SweepPeriod sweep,
        List<String> parents) {
    public EngineOptions {
        propagated = List.copyOf(propagated);
        resultTypes = List.copyOf(resultTypes);
        parents = List.copyOf(parents);
    }

    Limits limits(int itemsPerTask) {
        return new Limits(maxSimultaneousTasks, window, prefetch, itemsPerTask);
    }

    Retries retries(Policies policies) {
        return Retries.of(crashRetries, policies.retry());
    }
}
