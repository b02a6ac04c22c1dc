package io.kubeface.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Pure: what was probably meant. */
final class Nearest {
    private Nearest() {}

    /** The one of some names that takes the fewest changes of a character to become; empty when that is most of it. */
    static Optional<String> of(String name, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(other -> changes(name, other)))
                .filter(other -> 2 * changes(name, other) <= Math.max(name.length(), other.length()));
    }

    /** How many letters are to be added, removed or replaced (Levenshtein's distance). */
    static int changes(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
