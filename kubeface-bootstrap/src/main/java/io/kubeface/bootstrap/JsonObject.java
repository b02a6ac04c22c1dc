package io.kubeface.bootstrap;

import java.util.HashMap;
import java.util.Map;

/** Reads the fields of a JSON object that are strings; others, and what is nested, are passed over. */
final class JsonObject {
    private final String text;
    private int at;

    private JsonObject(String text) {
        this.text = text;
    }

    /**
     * The string fields of the object that a text is.
     *
     * @throws IllegalArgumentException when it is none; the message tells the position and nothing of the text
     */
    static Map<String, String> fields(String text) {
        JsonObject json = new JsonObject(text);
        Map<String, String> fields = new HashMap<>();
        json.expect('{');
        if (json.peek() != '}') {
            do {
                String name = json.string();
                json.expect(':');
                if (json.peek() == '"') {
                    fields.put(name, json.string());
                } else {
                    json.skipValue();
                }
            } while (json.accept(','));
        }
        json.expect('}');
        return fields;
    }

    private void skipValue() {
        switch (peek()) {
            case '"' -> string();
            case '{' -> skipNested('{', '}');
            case '[' -> skipNested('[', ']');
            default -> skipWord();
        }
    }

    private void skipNested(char open, char close) {
        expect(open);
        if (peek() != close) {
            do {
                if (open == '{') {
                    string();
                    expect(':');
                }
                skipValue();
            } while (accept(','));
        }
        expect(close);
    }

    /** A number, true, false or null. */
    private void skipWord() {
        int begin = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == begin) {
            throw unexpected();
        }
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            value.append(c == '\\' ? escaped() : c);
        }
        throw unexpected();
    }

    private char escaped() {
        if (at >= text.length()) {
            throw unexpected();
        }
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw unexpected();
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at++), 16) : -1;
            if (digit < 0) {
                throw unexpected();
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    /** The next character that is no space. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at == text.length()) {
            throw unexpected();
        }
        return text.charAt(at);
    }

    private boolean accept(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw unexpected();
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("something unexpected at character " + at);
    }
}
