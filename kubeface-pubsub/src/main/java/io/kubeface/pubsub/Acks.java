package io.kubeface.pubsub;

import com.google.api.core.ApiFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Acknowledges messages in batches: what comes while one call is under way goes with the next. A call that fails is
 * forgotten; its messages come again, which does no harm.
 */
final class Acks {
    /** Keeps a request below Pub/Sub's half a megabyte. */
    private static final int MOST_IDS = 1000;

    private final Function<List<String>, ApiFuture<?>> call;
    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean calling = new AtomicBoolean();

    Acks(Function<List<String>, ApiFuture<?>> call) {
        this.call = call;
    }

    /** Returns at once. */
    void add(String ackId) {
        waiting.add(ackId);
        send();
    }

    private void send() {
        while (!waiting.isEmpty() && calling.compareAndSet(false, true)) {
            List<String> ids = new ArrayList<>();
            String id;
            while (ids.size() < MOST_IDS && (id = waiting.poll()) != null) {
                ids.add(id);
            }
            if (ids.isEmpty()) {
                calling.set(false);
                continue;
            }
            call.apply(ids)
                    .addListener(
                            () -> {
                                calling.set(false);
                                send();
                            },
                            Runnable::run);
        }
    }
}
