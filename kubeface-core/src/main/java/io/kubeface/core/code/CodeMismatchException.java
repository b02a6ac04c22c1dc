package io.kubeface.core.code;

import java.io.IOException;

/** Code is not, byte for byte, what its digest says; it was not loaded. */
public final class CodeMismatchException extends IOException {
    private final String fileName;
    private final String expectedSha256;
    private final String foundSha256;

    /**
     * Describes the difference.
     *
     * @param expected what the driver staged
     * @param foundSha256 digest of what is there
     * @param where the file or object that was read
     * @param cure what a person does about it
     */
    CodeMismatchException(CodeEntry expected, String foundSha256, String where, String cure) {
        super("The code of " + expected.fileName()
                + " is not what the driver staged, so it is not loaded: expected sha256 " + expected.sha256()
                + ", found " + foundSha256 + " at " + where + ". " + cure);
        this.fileName = expected.fileName();
        this.expectedSha256 = expected.sha256();
        this.foundSha256 = foundSha256;
    }

    /** What the jar is called on the driver. */
    public String fileName() {
        return fileName;
    }

    /** The digest of what the driver staged. */
    public String expectedSha256() {
        return expectedSha256;
    }

    /** The digest of what was found in its place. */
    public String foundSha256() {
        return foundSha256;
    }
}
