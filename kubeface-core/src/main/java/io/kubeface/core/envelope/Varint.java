package io.kubeface.core.envelope;

/** Lengths as protobuf writes them: seven bits a byte, the lowest first. */
final class Varint {
    /** Bytes that the longest length takes. */
    static final int LONGEST = 5;

    private Varint() {}

    static int sizeOf(int length) {
        int size = 1;
        for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
            size++;
        }
        return size;
    }

    static void put(int length, byte[] target, int offset) {
        int at = offset;
        int rest = length;
        while (rest > 0x7f) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at] = (byte) rest;
    }
}
