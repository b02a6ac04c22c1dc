package io.kubeface.core.task;

import org.jspecify.annotations.Nullable;

/** Memory that is given back when the heap is full, so that this can still be told. */
final class HeapReserve {

    private static final int RESERVE_BYTES = 512 * 1024;

    @SuppressWarnings("UnusedVariable") // Holding it is its use.
    private byte @Nullable [] reserve = new byte[RESERVE_BYTES];

    void free() {
        reserve = null;
    }
}
