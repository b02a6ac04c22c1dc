package io.kubeface.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Remembers when the server is ready to be asked again: what its {@code Retry-After} header says holds for all calls. */
final class RetryAfter implements Interceptor {
    private static final int TOO_MANY = 429;
    private static final int LONGEST_SECONDS = 60;

    private final LongSupplier nanoTime;
    private final AtomicLong readyAt;

    RetryAfter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.readyAt = new AtomicLong(nanoTime.getAsLong());
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (response.code() != TOO_MANY && response.code() < 500) {
            return;
        }
        String header = response.header("Retry-After");
        if (header != null && !header.isEmpty() && header.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long seconds = header.length() > 4 ? LONGEST_SECONDS : Math.min(LONGEST_SECONDS, Integer.parseInt(header));
            ask(Duration.ofSeconds(seconds));
        }
    }

    /** The server wants to be left alone for so long. */
    void ask(Duration wait) {
        long until = nanoTime.getAsLong() + wait.toNanos();
        readyAt.accumulateAndGet(until, (one, other) -> one - other > 0 ? one : other);
    }

    /** How long it still wants to be. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, readyAt.get() - nanoTime.getAsLong()));
    }
}
