package io.kubeface.cli;

import io.kubeface.core.text.Printable;
import java.util.Locale;

/** Shows on a terminal how far a copy is. */
final class CopyProgress {
    private static final long REFRESH_NANOS = 250_000_000;
    private static final int UNIT = 1000;

    private final Notices notices;
    private final int columns;
    private long shown = System.nanoTime();
    private long copied;
    private String name = "";
    private long size;

    /**
     * Makes it.
     *
     * @param columns the terminal's width; 0 for none
     */
    CopyProgress(Notices notices, int columns) {
        this.notices = notices;
        this.columns = columns;
    }

    /** A file begins. */
    void begin(CopyFile file) {
        name = file.name();
        size = file.sizeBytes();
        copied = 0;
    }

    /** So many of its bytes were copied since. */
    void add(long bytes) {
        copied += bytes;
        long now = System.nanoTime();
        if (columns > 0 && now - shown >= REFRESH_NANOS) {
            shown = now;
            String line = bytes(copied) + (size < 0 ? " " : " of " + bytes(size) + " ") + name;
            // A character in the last column makes some terminals go to the next line.
            notices.progress(Printable.of(line, columns - 2));
        }
    }

    /** A number of bytes for people: {@code 12.3 MB}. */
    static String bytes(long count) {
        double number = count;
        String[] units = {"bytes", "kB", "MB", "GB", "TB", "PB"};
        int unit = 0;
        while (number >= UNIT && unit < units.length - 1) {
            number /= UNIT;
            unit++;
        }
        return unit == 0 ? count + " bytes" : String.format(Locale.ROOT, "%.1f %s", number, units[unit]);
    }
}
