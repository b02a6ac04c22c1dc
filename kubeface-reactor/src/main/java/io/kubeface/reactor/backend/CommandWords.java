package io.kubeface.reactor.backend;

import java.util.ArrayList;
import java.util.List;

/** Pure: splits a command line into words as a shell does, but without one: blanks part words, quotes keep them together. */
final class CommandWords {
    private static final char NONE = 0;

    private CommandWords() {}

    /**
     * The words.
     *
     * @param option whose value it is, for the message
     * @throws IllegalArgumentException when there is no word, or a quote does not end
     */
    static List<String> of(String option, String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = NONE;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == NONE && Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
                continue;
            }
            inWord = true;
            if (quote == NONE && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = NONE;
            } else {
                word.append(c);
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        if (quote != NONE || words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException(option + ": \"" + line + "\" is no command"
                    + (quote == NONE ? "" : ", as a quote in it does not end")
                    + "; use one like docker, podman or sudo docker.");
        }
        return words;
    }
}
