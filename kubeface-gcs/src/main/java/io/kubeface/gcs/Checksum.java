package io.kubeface.gcs;

import java.util.Base64;
import java.util.zip.CRC32C;

/** A running CRC32C, as the service writes it: base64 of four bytes, highest first. */
final class Checksum {
    private final CRC32C crc = new CRC32C();
    private long sizeBytes;

    void add(byte[] bytes, int offset, int length) {
        crc.update(bytes, offset, length);
        sizeBytes += length;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    String base64() {
        int value = (int) crc.getValue();
        byte[] bytes = {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
        return Base64.getEncoder().encodeToString(bytes);
    }
}
