package io.kubeface.reactor;

import java.time.Instant;
import java.util.Optional;

/**
 * What a cache key did for a task.
 *
 * @param verdict whether a stored result was taken, and why not
 * @param stored when that result was written, to the second and by the storage's clock; empty when none was taken
 */
public record Reuse(Verdict verdict, Optional<Instant> stored) {

    /** Whether a stored result was taken, and why not. */
    public enum Verdict {
        /** A result of the same code, function and input was there. */
        REUSED("reused"),
        /** Nothing is stored of this input. */
        INPUT("new input"),
        /** A result of the same function and input is there, of other code: something on the class path is another. */
        CODE("other code"),
        /** A result of the same code and input is there, of another function: its class, or what it captures, is another. */
        FUNCTION("another function"),
        /** A result of the same input is there, of other code and another function. */
        CODE_AND_FUNCTION("other code and another function"),
        /** A result was there and could not be read, so it was computed again. */
        UNREADABLE("unreadable result");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Whether the task was not run, because its result was there. */
    public boolean reused() {
        return verdict == Verdict.REUSED;
    }
}
