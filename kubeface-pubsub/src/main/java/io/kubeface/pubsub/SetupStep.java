package io.kubeface.pubsub;

import java.io.IOException;

/** One thing that has to be there before drivers and workers can do their work. */
public interface SetupStep {
    /** What it is, in a few words. */
    String name();

    /** The same by hand: a line for a shell. */
    String command();

    /**
     * Makes it unless it is there. Blocks.
     *
     * @throws IOException when that failed; the message says what is missing
     */
    Outcome ensure() throws IOException;

    /** How a step ended. */
    enum Outcome {
        /** It was there already. */
        THERE,
        /** It was made. */
        MADE,
        /** It is left to {@link #command}: no client that this program has can make it, or there is none to ask. */
        BY_HAND
    }
}
