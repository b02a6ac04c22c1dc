package io.kubeface.cli;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value as text of bounded length, made in bounded time: collections that hold each other, or share what they hold, could
 * keep their own {@code toString} busy without end.
 */
final class ValueText {
    private static final int DEEPEST = 50;

    private final StringBuilder text = new StringBuilder();
    private final int longest;

    private ValueText(int longest) {
        this.longest = longest;
    }

    /** The text, cut when it is longer. */
    static String of(@Nullable Object value, int longest) {
        ValueText made = new ValueText(longest);
        made.append(value, 0);
        return made.text.toString();
    }

    private void append(@Nullable Object value, int depth) {
        if (isFull() || depth > DEEPEST) {
            text.append('…');
        } else if (value instanceof Map<?, ?> map) {
            entries(map.entrySet().iterator(), "{", "}", depth);
        } else if (value instanceof Collection<?> all) {
            entries(all.iterator(), "[", "]", depth);
        } else if (value instanceof Map.Entry<?, ?> entry) {
            append(entry.getKey(), depth + 1);
            text.append('=');
            append(entry.getValue(), depth + 1);
        } else if (value instanceof Optional<?> optional) {
            entries(optional.map(List::of).orElse(List.of()).iterator(), "Optional[", "]", depth);
        } else if (value != null && value.getClass().isArray()) {
            array(value, depth);
        } else {
            String whole = String.valueOf(value);
            text.append(whole, 0, Math.min(whole.length(), Math.max(0, longest - text.length() + 1)));
        }
    }

    private void array(Object array, int depth) {
        text.append('[');
        for (int i = 0; i < Array.getLength(array) && !isFull(); i++) {
            text.append(i == 0 ? "" : ", ");
            append(Array.get(array, i), depth + 1);
        }
        text.append(']');
    }

    private void entries(Iterator<?> all, String begin, String end, int depth) {
        text.append(begin);
        for (boolean first = true; all.hasNext() && !isFull(); first = false) {
            text.append(first ? "" : ", ");
            append(all.next(), depth + 1);
        }
        text.append(end);
    }

    private boolean isFull() {
        return text.length() >= longest;
    }
}
