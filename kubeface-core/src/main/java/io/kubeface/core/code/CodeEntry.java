package io.kubeface.core.code;

import io.kubeface.core.name.ObjectName;

/**
 * One jar of a staged class path.
 *
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits
 * @param fileName what it is called on the driver, for people
 * @param sizeBytes its length
 */
public record CodeEntry(String sha256, String fileName, long sizeBytes) {
    public CodeEntry {
        if (!ObjectName.Code.isSha256(sha256)) {
            throw new IllegalArgumentException("The SHA-256 digest of " + fileName
                    + " has 64 lower-case hexadecimal digits; got \"" + sha256 + "\".");
        }
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("The size of " + fileName + " cannot be " + sizeBytes + " bytes.");
        }
    }

    /** Where it lies in the store. */
    public ObjectName.Code name() {
        return new ObjectName.Code(sha256);
    }
}
