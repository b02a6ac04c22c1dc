package io.kubeface.core.name;

/**
 * What the objects of a job are filed under: its id, or, when results are kept for later runs, its cache key.
 *
 * @param value 1 to 100 characters of {@code a-z 0-9 -}, the first of them a letter or digit
 */
public record JobKey(String value) {
    public JobKey {
        Segments.checked("A job key", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
