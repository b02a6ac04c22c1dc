package io.kubeface.cli;

import io.kubeface.core.check.Checkup;
import io.kubeface.core.text.Printable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Pure: findings as people and as programs read them. */
final class FindingText {
    private static final int MAX_LENGTH = 4000;

    private FindingText() {}

    /** One line: the status, the check's name, how long it took, and what was found. */
    static String row(Checkup.Line line) {
        return String.format(
                Locale.ROOT,
                "%-8s %-24s %5d ms  %s",
                status(line),
                line.name(),
                line.took().toMillis(),
                Printable.of(line.finding().text(), MAX_LENGTH));
    }

    /** An array with an object for each check. */
    static String json(List<Checkup.Line> lines) {
        return lines.stream().map(FindingText::json).collect(Collectors.joining(",\n  ", "[\n  ", "\n]"));
    }

    private static String json(Checkup.Line line) {
        return "{\"check\": " + quoted(line.name()) + ", \"status\": " + quoted(status(line)) + ", \"millis\": "
                + line.took().toMillis() + ", \"text\": "
                + quoted(line.finding().text()) + "}";
    }

    private static String status(Checkup.Line line) {
        return line.finding().status().name().toLowerCase(Locale.ROOT);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
