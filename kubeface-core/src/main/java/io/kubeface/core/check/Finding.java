package io.kubeface.core.check;

/**
 * What a check found.
 *
 * @param status how it ended
 * @param text what is there; or what is missing and what would cure it; or why nothing was looked at
 */
public record Finding(Status status, String text) {

    /** How a check ended. */
    public enum Status {
        /** What is needed is there. */
        OK,
        /** It is not. */
        FAILED,
        /** Nothing is known. */
        SKIPPED
    }

    /** What is needed is there. */
    public static Finding ok(String text) {
        return new Finding(Status.OK, text);
    }

    /** What is needed is missing; the text says how to cure that. */
    public static Finding failed(String text) {
        return new Finding(Status.FAILED, text);
    }

    /** It could not be looked for, or need not. */
    public static Finding skipped(String text) {
        return new Finding(Status.SKIPPED, text);
    }
}
