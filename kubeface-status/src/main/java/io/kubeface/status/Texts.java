package io.kubeface.status;

import io.kubeface.core.text.Printable;
import java.time.Duration;

/** What others wrote, cut and made safe, and times as they stand in a status. */
final class Texts {
    static final int LONGEST_ADDRESS = 300;
    static final int LONGEST_NAME = 200;
    static final int LONGEST_MESSAGE = 600;
    static final int LONGEST_FRAME = 140;
    static final int LONGEST_TAIL = 1_500;

    private Texts() {}

    /** One line of text. */
    static String line(String text, int longest) {
        return Printable.of(text, longest);
    }

    /** Several lines of text. */
    static String lines(String text, int longest) {
        return Printable.lines(text, longest);
    }

    /** The last lines of a text. */
    static String tail(String text) {
        int begin = Math.max(0, text.length() - LONGEST_TAIL);
        return (begin > 0 ? "…" : "") + Printable.lines(text.substring(begin), LONGEST_TAIL);
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
