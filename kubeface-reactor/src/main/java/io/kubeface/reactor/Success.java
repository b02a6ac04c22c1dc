package io.kubeface.reactor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The function returned a value.
 *
 * @param value what it returned; null when it returned null
 */
public record Success<R extends @Nullable Object>(long index, R value, TaskReport report) implements Result<R> {
    @Override
    public boolean isSuccess() {
        return true;
    }

    @Override
    public R get() {
        return value;
    }

    @Override
    public Optional<Failure<R>> failure() {
        return Optional.empty();
    }
}
