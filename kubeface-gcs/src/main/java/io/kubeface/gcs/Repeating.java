package io.kubeface.gcs;

import com.google.api.gax.retrying.BasicResultRetryAlgorithm;
import com.google.api.gax.retrying.ResultRetryAlgorithm;
import com.google.cloud.storage.StorageRetryStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Which requests Google's client sends again. Each of our calls can be repeated: a create by its precondition, the others
 * by what they mean. Beyond what the client's own strategy repeats, so is a request of whose answer only a part came.
 */
final class Repeating implements StorageRetryStrategy {
    private static final long serialVersionUID = 1;

    @Override
    public ResultRetryAlgorithm<?> getIdempotentHandler() {
        return new Algorithm(
                StorageRetryStrategy.getUniformStorageRetryStrategy().getIdempotentHandler());
    }

    @Override
    public ResultRetryAlgorithm<?> getNonidempotentHandler() {
        return getIdempotentHandler();
    }

    private static final class Algorithm extends BasicResultRetryAlgorithm<Object> {
        private final ResultRetryAlgorithm<?> known;

        Algorithm(ResultRetryAlgorithm<?> known) {
            this.known = known;
        }

        // After a failure there is no response.
        @SuppressWarnings("NullAway")
        @Override
        public boolean shouldRetry(@Nullable Throwable failure, @Nullable Object response) {
            return failure != null && (known.shouldRetry(failure, null) || GcsFailures.isWithoutAnswer(failure));
        }
    }
}
