package io.kubeface.status;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Pure: numbers and times as people read them. */
public final class Formats {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long KIB = 1024;

    private Formats() {}

    /** As {@code 240 ms}, {@code 3.2 s}, {@code 2 min 3 s}, {@code 5 h 7 min} or {@code 2 d 3 h}. */
    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (seconds < 1) {
            return Math.round(seconds * 1000) + " ms";
        }
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        if (whole < MINUTE) {
            return whole + " s";
        }
        if (whole < HOUR) {
            return two(whole, MINUTE, "min", 1, "s");
        }
        return whole < DAY ? two(whole, HOUR, "h", MINUTE, "min") : two(whole, DAY, "d", HOUR, "h");
    }

    private static String two(long seconds, long large, String largeUnit, long small, String smallUnit) {
        long rest = seconds % large / small;
        return seconds / large + " " + largeUnit + (rest == 0 ? "" : " " + rest + " " + smallUnit);
    }

    /** With a comma between each three digits. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** As {@code 4.2 MiB}. */
    public static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        return bytes < KIB * KIB
                ? String.format(Locale.ROOT, "%.1f KiB", (double) bytes / KIB)
                : String.format(Locale.ROOT, "%.1f MiB", (double) bytes / KIB / KIB);
    }

    /** To the second, in UTC. */
    public static String time(Instant time) {
        return TIME.format(time);
    }

    /** As {@code 62 %}; never 100 while something is left. */
    public static String percent(long part, long whole) {
        return (whole <= 0 ? 0 : 100 * part / whole) + " %";
    }
}
