package io.kubeface.core.name;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * One subscription's name for itself: unlike any other, readable, and sortable by time among jobs of one name.
 *
 * @param value 1 to 100 characters of {@code a-z 0-9 -}, the first of them a letter or digit
 */
public record JobId(String value) {
    private static final Pattern VALID = Pattern.compile(JobKey.PATTERN);
    private static final Pattern NOT_ALLOWED = Pattern.compile("[^a-z0-9]+");
    private static final Pattern DASHES_AT_ENDS = Pattern.compile("^-+|-+$");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int LONGEST_NAME = 60;

    public JobId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A job id has 1 to 100 characters of a-z, 0-9 and -, beginning with a letter or digit; got \""
                            + value + "\".");
        }
    }

    /**
     * Makes an id of a name that a person gave, which may have any characters and any length: what an id cannot hold
     * becomes a dash.
     */
    public static JobId of(String name, Instant now, RandomGenerator random) {
        String dashed = NOT_ALLOWED.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
        String cut = dashed.substring(0, Math.min(dashed.length(), LONGEST_NAME));
        String slug = DASHES_AT_ENDS.matcher(cut).replaceAll("");
        String suffix = Long.toString(random.nextLong(36L * 36 * 36 * 36 * 36 * 36), 36);
        return new JobId((slug.isEmpty() ? "job" : slug) + "-" + TIME.format(now) + "-"
                + "0".repeat(6 - suffix.length()) + suffix);
    }

    /** The key of a job whose objects go when it ends. */
    public JobKey asKey() {
        return new JobKey(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
