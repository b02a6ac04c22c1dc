package io.kubeface.reactor;

import io.kubeface.core.TaskContext;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.engine.Policies;
import io.kubeface.reactor.engine.SweepPeriod;
import java.io.NotSerializableException;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client as it is written with a function that captures it: its options, but for its observers, its event source and its
 * class path. Read in a task, it is a client that opens when it is first used and is closed with the task.
 */
record ShippedClient(
        String storage,
        Backend.Factory backend,
        int maxSimultaneousTasks,
        int window,
        int prefetch,
        int crashRetries,
        boolean deleteInputs,
        List<String> propagated,
        List<Class<?>> resultTypes,
        RetryPolicy retry,
        @Nullable Duration timeout,
        Duration schedulingTimeout,
        CompletionPolicy completion,
        @Nullable Speculation speculation,
        JobDefaults jobs,
        Duration driverLossGrace,
        SweepPeriod sweep,
        int maxDepth,
        boolean statusPages)
        implements Serializable {

    ShippedClient {
        propagated = List.copyOf(propagated);
        resultTypes = List.copyOf(resultTypes);
    }

    /** Policies as they can be written. */
    Policies policies() {
        Policies policies = Policies.DEFAULT
                .withRetry(retry)
                .withSchedulingTimeout(schedulingTimeout)
                .withCompletion(completion);
        if (timeout != null) {
            policies = policies.withTimeout(timeout);
        }
        return speculation == null ? policies : policies.withSpeculation(speculation);
    }

    /**
     * Checks that it can be written.
     *
     * @throws NotSerializableException when something in it cannot; the message says what may be instead
     */
    ShippedClient checked() throws NotSerializableException {
        if (!(backend instanceof Serializable)) {
            throw new NotSerializableException(backend.getClass().getName()
                    + " (the backend of a Kubeface client that is captured; those of LocalProcessBackend.builder(),"
                    + " KubernetesBackend.builder() and InProcessBackend.builder() can be sent. With another, build the client in"
                    + " the function, with"
                    + " Kubeface.builder(TaskContext.current()))");
        }
        if (!(retry.condition() instanceof Serializable)) {
            throw new NotSerializableException(retry.condition().getClass().getName()
                    + " (the condition of the retry policy of a Kubeface client that is captured; give the policy to"
                    + " the jobs instead of the client)");
        }
        return this;
    }

    @Serial
    private Object readResolve() {
        return new ClientInTask(this, TaskContext.find());
    }
}
