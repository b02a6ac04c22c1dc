package io.kubeface.cli;

/** Text of others, safe to show on a terminal. */
final class Printable {
    private Printable() {}

    /**
     * Makes control, formatting and unpaired surrogate characters visible as {@code \n}, {@code \t}, … or a
     * backslash, {@code u} and the code, and cuts what is longer than so many characters.
     */
    static String of(String text, int maxLength) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), maxLength) + 16);
        int i = 0;
        while (i < text.length() && shown.length() < maxLength) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            append(shown, character);
        }
        return i < text.length() ? shown + "…" : shown.toString();
    }

    static void append(StringBuilder shown, int character) {
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
