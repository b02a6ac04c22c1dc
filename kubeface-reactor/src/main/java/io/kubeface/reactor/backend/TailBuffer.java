package io.kubeface.reactor.backend;

import java.io.OutputStream;
import java.util.Arrays;

/** Keeps the last of what is written to it. */
final class TailBuffer extends OutputStream {
    private final byte[] ring;
    private long written;

    TailBuffer(int bytes) {
        this.ring = new byte[bytes];
    }

    @Override
    public void write(int b) {
        ring[(int) (written % ring.length)] = (byte) b;
        written++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        for (int i = Math.max(0, length - ring.length); i < length; i++) {
            ring[(int) ((written + i) % ring.length)] = bytes[offset + i];
        }
        written += length;
    }

    /** Whether something came before what is kept. */
    boolean isCut() {
        return written > ring.length;
    }

    byte[] toByteArray() {
        if (!isCut()) {
            return Arrays.copyOf(ring, (int) written);
        }
        int start = (int) (written % ring.length);
        byte[] bytes = new byte[ring.length];
        System.arraycopy(ring, start, bytes, 0, ring.length - start);
        System.arraycopy(ring, 0, bytes, ring.length - start, start);
        return bytes;
    }
}
