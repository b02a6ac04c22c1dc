package io.kubeface.core.task;

import java.io.ObjectInputFilter;

/** Refuses arrays that are longer than what is left to fill them from: a length that is not true must not take memory. */
final class ArrayBound implements ObjectInputFilter {
    /** Every element takes a byte at least; a hash table may be this much larger than its serial form. */
    private static final long SLOTS_PER_BYTE = 8;

    private static final long ALWAYS_ALLOWED = 1024;

    private final ObjectInputFilter filter;
    private final long longest;

    ArrayBound(ObjectInputFilter filter, long objectBytes) {
        this.filter = filter;
        this.longest = SLOTS_PER_BYTE * objectBytes + ALWAYS_ALLOWED;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        return info.arrayLength() > longest ? Status.REJECTED : filter.checkInput(info);
    }
}
