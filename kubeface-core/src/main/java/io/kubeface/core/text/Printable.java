package io.kubeface.core.text;

/** Text of others, safe to show on a terminal or a page. */
public final class Printable {
    private Printable() {}

    /**
     * Makes control, formatting and unpaired surrogate characters visible as {@code \n}, {@code \t}, … or a
     * backslash, {@code u} and the code, and cuts what is longer than so many characters.
     */
    public static String of(String text, int maxLength) {
        return of(text, maxLength, false);
    }

    /** As {@link #of}, but ends of lines and tabs stay as they are; a carriage return before the end of a line goes. */
    public static String lines(String text, int maxLength) {
        return of(text, maxLength, true);
    }

    private static String of(String text, int maxLength, boolean lines) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), maxLength) + 16);
        int i = 0;
        while (i < text.length() && shown.length() < maxLength) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (lines && character == '\r' && i < text.length() && text.charAt(i) == '\n') {
                continue;
            }
            if (lines && (character == '\n' || character == '\t')) {
                shown.append((char) character);
            } else {
                append(shown, character);
            }
        }
        return i < text.length() ? shown + "…" : shown.toString();
    }

    /** Appends a character, made visible if it is none. */
    public static void append(StringBuilder shown, int character) {
        switch (character) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
                if (isVisible(character)) {
                    shown.appendCodePoint(character);
                } else {
                    shown.append("\\u")
                            .append(Integer.toHexString(0x10000 | character).substring(1));
                }
            }
        }
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
