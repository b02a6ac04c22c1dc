package io.kubeface.reactor.engine;

/**
 * A hash table from longs to ints, of two flat arrays: 12 bytes for each of at most 8/3 slots an entry, 32 bytes an entry, and
 * half as much again while it grows. Keys are expected to be spread well, as digests are.
 */
final class LongIntTable {
    private static final int FIRST_SLOTS = 64;

    private long[] keys = new long[FIRST_SLOTS];
    private int[] values = new int[FIRST_SLOTS];
    private int size;

    int size() {
        return size;
    }

    /** Bytes that this holds. */
    long sizeBytes() {
        return (long) keys.length * (Long.BYTES + Integer.BYTES);
    }

    /** The value of a key; the other value when it has none. */
    int get(long key, int otherwise) {
        int slot = slot(key, keys);
        return keys[slot] == 0 ? otherwise : values[slot];
    }

    void put(long key, int value) {
        int slot = slot(key, keys);
        if (keys[slot] == 0) {
            if (size >= keys.length / 4 * 3) {
                grow();
                slot = slot(key, keys);
            }
            keys[slot] = used(key);
            size++;
        }
        values[slot] = value;
    }

    private void grow() {
        long[] moreKeys = new long[Math.multiplyExact(keys.length, 2)];
        int[] moreValues = new int[moreKeys.length];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                int slot = slot(keys[i], moreKeys);
                moreKeys[slot] = keys[i];
                moreValues[slot] = values[i];
            }
        }
        keys = moreKeys;
        values = moreValues;
    }

    private static int slot(long key, long[] keys) {
        long wanted = used(key);
        int slot = (int) (wanted ^ (wanted >>> Integer.SIZE)) & (keys.length - 1);
        while (keys[slot] != 0 && keys[slot] != wanted) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    /** Zero marks a slot that is free. */
    private static long used(long key) {
        return key == 0 ? 1 : key;
    }
}
