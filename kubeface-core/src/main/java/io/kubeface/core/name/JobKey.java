package io.kubeface.core.name;

import java.util.regex.Pattern;

/**
 * What the objects of a job are filed under: its id, or, when results are kept for later runs, its cache key.
 *
 * @param value 1 to 100 characters of {@code a-z 0-9 -}, the first of them a letter or digit
 */
public record JobKey(String value) {
    static final String PATTERN = "[a-z0-9][a-z0-9-]{0,99}";
    private static final Pattern VALID = Pattern.compile(PATTERN);

    public JobKey {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A job key has 1 to 100 characters of a-z, 0-9 and -, beginning with a letter or digit; got \""
                            + value + "\".");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
