package io.kubeface.core.name;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Makes job ids. Apart from {@link JobId}, so that a worker, which only reads ids, loads neither patterns nor dates. */
final class FreshJobId {

    private static final Pattern NOT_ALLOWED = Pattern.compile("[^a-z0-9]+");
    private static final Pattern DASHES_AT_ENDS = Pattern.compile("^-+|-+$");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int LONGEST_NAME = 60;

    private FreshJobId() {}

    static JobId of(String name, Instant now, RandomGenerator random) {
        String dashed = NOT_ALLOWED.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
        String cut = dashed.substring(0, Math.min(dashed.length(), LONGEST_NAME));
        String slug = DASHES_AT_ENDS.matcher(cut).replaceAll("");
        String suffix = Long.toString(random.nextLong(36L * 36 * 36 * 36 * 36 * 36), 36);
        return new JobId((slug.isEmpty() ? "job" : slug) + "-" + TIME.format(now) + "-"
                + "0".repeat(6 - suffix.length()) + suffix);
    }
}
