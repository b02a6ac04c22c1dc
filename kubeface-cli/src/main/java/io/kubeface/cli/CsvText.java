package io.kubeface.cli;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How a value looks in the CSV. */
final class CsvText {
    private CsvText() {}

    /** Null stays null (an empty field); an array shows its elements; anything else shows as its {@code toString}. */
    static @Nullable String of(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value.getClass().isArray()) {
            String nested = Arrays.deepToString(new Object[] {value});
            return nested.substring(1, nested.length() - 1);
        }
        return value.toString();
    }
}
