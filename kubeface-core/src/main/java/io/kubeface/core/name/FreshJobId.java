package io.kubeface.core.name;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Makes job ids. Apart from {@link JobId}, so that a worker, which only reads ids, loads neither patterns nor dates. */
final class FreshJobId {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private FreshJobId() {}

    static JobId of(String name, Instant now, RandomGenerator random) {
        String suffix = Long.toString(random.nextLong(36L * 36 * 36 * 36 * 36 * 36), 36);
        return new JobId(
                Slug.of(name, "job") + "-" + TIME.format(now) + "-" + "0".repeat(6 - suffix.length()) + suffix);
    }
}
