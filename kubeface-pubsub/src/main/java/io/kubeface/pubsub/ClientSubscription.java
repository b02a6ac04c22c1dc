package io.kubeface.pubsub;

import com.google.api.core.ApiFuture;
import com.google.pubsub.v1.PullResponse;
import java.io.IOException;
import java.util.List;

/** The one Pub/Sub subscription of a client, with all that makes its bucket tell it of results. */
interface ClientSubscription {

    /**
     * Makes a fresh one, and what it needs if that is absent; one made earlier is removed. Blocks.
     *
     * @throws IOException as the stores' exceptions: transient or permanent
     */
    void make() throws IOException;

    /**
     * Pulls messages of the one made last.
     *
     * @param atOnce whether to answer at once when there is none, instead of waiting for some
     */
    ApiFuture<PullResponse> pull(int maxMessages, boolean atOnce);

    /** Acknowledges messages. */
    ApiFuture<?> acknowledge(List<String> ackIds);

    /** What a pull's failure means, and what would cure it. */
    PubSubFailure explain(Throwable failure);

    /** Removes it, waiting for one that is being made; none is made afterwards. Idempotent. Blocks. */
    void close();
}
