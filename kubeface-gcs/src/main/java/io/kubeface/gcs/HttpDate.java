package io.kubeface.gcs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Dates of HTTP headers, in the one form that is sent:
 * <a href="https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats">RFC 9110, IMF-fixdate</a>. The formatter of
 * {@code java.time} costs a worker's start ten times as much.
 */
final class HttpDate {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int LENGTH = "Thu, 01 Jan 2026 00:00:00 GMT".length();

    private HttpDate() {}

    /**
     * Reads a date, to the second.
     *
     * @throws IllegalArgumentException it has another form
     */
    static Instant parse(String text) {
        int month = text.length() == LENGTH ? MONTHS.indexOf(text.substring(8, 11)) : -1;
        if (month < 0) {
            throw new IllegalArgumentException("Not a date of HTTP: " + text);
        }
        try {
            return OffsetDateTime.of(
                            Integer.parseInt(text.substring(12, 16)),
                            month / 3 + 1,
                            Integer.parseInt(text.substring(5, 7)),
                            Integer.parseInt(text.substring(17, 19)),
                            Integer.parseInt(text.substring(20, 22)),
                            Integer.parseInt(text.substring(23, 25)),
                            0,
                            ZoneOffset.UTC)
                    .toInstant();
        } catch (NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException("Not a date of HTTP: " + text, e);
        }
    }
}
