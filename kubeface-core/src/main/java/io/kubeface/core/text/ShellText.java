package io.kubeface.core.text;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Pure: words and command lines as a POSIX shell reads them. */
public final class ShellText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellText() {}

    /** What a shell takes for this one word, whatever is in it; in quotes only where it needs them. */
    public static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** One line, without its end, from which a shell makes these words. */
    public static String line(List<String> words) {
        return words.stream().map(ShellText::quoted).collect(Collectors.joining(" "));
    }
}
