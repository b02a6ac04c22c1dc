package io.kubeface.reactor;

import io.kubeface.core.TaskCallable;
import io.kubeface.core.TaskFunction;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The function of a job whose inputs are what is to be called. */
final class Submitted<R extends @Nullable Object> implements TaskFunction<TaskCallable<R>, R> {
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public R apply(TaskCallable<R> input) throws Exception {
        return input.call();
    }
}
