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
    /** Where it lies in the store. */
    public ObjectName.Code name() {
        return new ObjectName.Code(sha256);
    }
}
