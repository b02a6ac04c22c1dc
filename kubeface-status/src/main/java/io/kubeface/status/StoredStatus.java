package io.kubeface.status;

import java.util.Locale;

/**
 * A status as it lies in a storage, and what the storage tells of its job.
 *
 * @param life whether somebody still works on it
 * @param page where a person finds its page
 */
public record StoredStatus(Life life, JobStatus status, String page) {
    /** Whether somebody works on a job. */
    public enum Life {
        /** Its driver gives signs of life. */
        ACTIVE,
        /** It has ended. */
        DONE,
        /** Its driver has given no sign of life for long and has not ended it, so what its page says is old. */
        DEAD;

        /** As it stands in JSON. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How the job is, in a word: its state, or that it is dead. */
    public String state() {
        return life == Life.DEAD ? life.toString() : status.state().toString();
    }
}
