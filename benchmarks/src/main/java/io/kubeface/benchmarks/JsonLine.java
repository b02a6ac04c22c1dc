package io.kubeface.benchmarks;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One flat JSON object on one line: written by a run, read by what compares runs. */
final class JsonLine {
    private final StringBuilder text = new StringBuilder("{");

    JsonLine add(String name, String value) {
        return raw(name, '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }

    JsonLine add(String name, long value) {
        return raw(name, Long.toString(value));
    }

    JsonLine add(String name, boolean value) {
        return raw(name, Boolean.toString(value));
    }

    /** A number of which four digits behind the point are kept; one that is not known becomes null. */
    JsonLine add(String name, double value) {
        return raw(name, Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "null");
    }

    private JsonLine raw(String name, String value) {
        if (text.length() > 1) {
            text.append(", ");
        }
        text.append('"').append(name).append("\": ").append(value);
        return this;
    }

    @Override
    public String toString() {
        return text + "}";
    }

    /**
     * A number of a line that this class wrote; not a number where it is null.
     *
     * @throws IllegalArgumentException when the line has none of that name
     */
    static double number(String line, String name) {
        Matcher matcher = Pattern.compile('"' + Pattern.quote(name) + "\": (null|-?[0-9.]+)")
                .matcher(line);
        if (!matcher.find()) {
            throw new IllegalArgumentException("There is no number \"" + name + "\" in: " + line);
        }
        return matcher.group(1).equals("null") ? Double.NaN : Double.parseDouble(matcher.group(1));
    }
}
