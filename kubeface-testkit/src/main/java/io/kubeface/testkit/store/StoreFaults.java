package io.kubeface.testkit.store;

import java.io.IOException;
import java.util.Random;

/** Decides what befalls each call of a {@link FaultyObjectStore}. Called by several threads. */
@FunctionalInterface
public interface StoreFaults {

    /**
     * Called before the call has any effect; takes as long as the call is to be late, or throws what it is to throw.
     */
    Fault befalling(StoreCall call) throws IOException;

    /** Each call fails with this probability, half of them after their effect; the nth call's fate follows from the seed. */
    static StoreFaults seeded(long seed, double share) {
        Random random = new Random(seed);
        return call -> {
            synchronized (random) {
                boolean fails = random.nextDouble() < share;
                boolean after = random.nextBoolean();
                return !fails ? Fault.NONE : after ? Fault.AFTER : Fault.BEFORE;
            }
        };
    }

    /** What happens to a call. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** It fails without having done anything. */
        BEFORE,
        /** It does all it should, and fails then. */
        AFTER
    }
}
