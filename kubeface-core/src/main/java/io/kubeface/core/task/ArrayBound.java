package io.kubeface.core.task;

import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses arrays that are longer, all together, than what there is to fill them from: a length that is not true must
 * not take memory, nor may many of them. For one reading of one object.
 *
 * <p>An array costs what its elements take in the stream at least: their width if they are primitive, a byte each if
 * they are references. A hash table asks for its slots before its entries are read, and has up to eight slots for an
 * entry. So no true object costs more than eight times its length.
 */
final class ArrayBound implements ObjectInputFilter {
    private static final long COST_PER_BYTE = 8;

    /** For the smallest tables of objects that are little else. */
    private static final long ALWAYS_ALLOWED = 1024;

    private final ObjectInputFilter filter;
    private long left;

    ArrayBound(ObjectInputFilter filter, long objectBytes) {
        this.filter = filter;
        this.left = COST_PER_BYTE * objectBytes + ALWAYS_ALLOWED;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        long cost = Math.max(0, info.arrayLength()) * width(info.serialClass());
        if (cost > left) {
            return Status.REJECTED;
        }
        left -= cost;
        return filter.checkInput(info);
    }

    private static int width(@Nullable Class<?> array) {
        Class<?> element = array == null ? null : array.getComponentType();
        if (element == long.class || element == double.class) {
            return Long.BYTES;
        }
        if (element == int.class || element == float.class) {
            return Integer.BYTES;
        }
        return element == short.class || element == char.class ? Short.BYTES : 1;
    }
}
