package io.kubeface.reactor.engine;

import io.kubeface.core.TaskFunction;
import io.kubeface.core.function.FunctionShipment;
import io.kubeface.reactor.JobProgress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a user asked of one job.
 *
 * @param name for people; any characters
 * @param ordered whether results come in the inputs' order
 * @param function applied to each input
 * @param itemsPerTask inputs that one attempt works on
 * @param maxWait how long a group that is not full waits
 * @param numItems how many inputs there will be, for progress
 * @param listener told how far the job is
 * @param policies what is done about attempts that fail, hang or take long
 * @param storing where its objects lie, and how long
 * @param functionClasses the classes whose code is called: results may be made of what lies beside them
 */
public record JobPlan<T, R extends @Nullable Object>(
        String name,
        boolean ordered,
        TaskFunction<T, R> function,
        int itemsPerTask,
        Optional<Duration> maxWait,
        OptionalLong numItems,
        Optional<Consumer<JobProgress>> listener,
        Policies policies,
        Storing storing,
        Set<Class<?>> functionClasses) {
    public JobPlan {
        functionClasses = Set.copyOf(functionClasses);
    }

    /** A plan whose inputs are none that are called. */
    public JobPlan(
            String name,
            boolean ordered,
            TaskFunction<T, R> function,
            int itemsPerTask,
            Optional<Duration> maxWait,
            OptionalLong numItems,
            Optional<Consumer<JobProgress>> listener,
            Policies policies,
            Storing storing) {
        this(
                name,
                ordered,
                function,
                itemsPerTask,
                maxWait,
                numItems,
                listener,
                policies,
                storing,
                Set.of(FunctionShipment.declaringClass(function)));
    }

    /** A plan with the default policies, that keeps nothing. */
    public JobPlan(
            String name,
            boolean ordered,
            TaskFunction<T, R> function,
            int itemsPerTask,
            Optional<Duration> maxWait,
            OptionalLong numItems,
            Optional<Consumer<JobProgress>> listener) {
        this(name, ordered, function, itemsPerTask, maxWait, numItems, listener, Policies.DEFAULT, Storing.DEFAULT);
    }
}
