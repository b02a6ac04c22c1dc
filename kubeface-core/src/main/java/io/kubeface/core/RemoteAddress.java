package io.kubeface.core;

import java.util.List;

/**
 * What tells a remote object from all others: its content, and not where it lies.
 *
 * @param sha256 of the object's bytes, 64 lower-case hexadecimal digits
 * @param sizeBytes length of the object
 * @param parts digests of the remote objects that its value holds, and of those that these hold
 */
public record RemoteAddress(String sha256, long sizeBytes, List<String> parts) {
    public RemoteAddress {
        parts = List.copyOf(parts);
    }

    /** For people: the begin of the digest, and the length. */
    @Override
    public String toString() {
        return sha256.substring(0, Math.min(12, sha256.length())) + ", " + sizeBytes + " bytes";
    }
}
