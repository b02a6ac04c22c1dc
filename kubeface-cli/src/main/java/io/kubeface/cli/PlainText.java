package io.kubeface.cli;

import io.kubeface.core.text.Printable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Passes on lines of others' UTF-8 as they come, safe to show on a terminal: as {@link Printable} has it, but for the ends of
 * lines and tabs. Holds back no more than the part of a character.
 */
final class PlainText extends OutputStream {
    private static final int BUFFER = 8192;

    private final OutputStream out;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    private final CharBuffer characters = CharBuffer.allocate(BUFFER);

    /** A carriage return whose successor is not known yet. */
    private boolean returned;

    /** Standard output does not take any more. */
    static final class OutputException extends IOException {
        OutputException(IOException cause) {
            super("Standard output cannot be written to: " + cause.getMessage(), cause);
        }
    }

    PlainText(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] text, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, bytes.remaining());
            bytes.put(text, offset + done, part);
            done += part;
            bytes.flip();
            decoder.decode(bytes, characters, false);
            bytes.compact();
            show();
        }
    }

    /** Nothing more comes. */
    void end() throws IOException {
        bytes.flip();
        decoder.decode(bytes, characters, true);
        decoder.flush(characters);
        show();
        if (returned) {
            pass("\\r");
        }
    }

    private void show() throws IOException {
        characters.flip();
        StringBuilder shown = new StringBuilder(characters.length());
        while (characters.hasRemaining()) {
            // The decoder never parts a pair.
            int character = Character.codePointAt(characters, 0);
            characters.position(characters.position() + Character.charCount(character));
            append(shown, character);
        }
        characters.clear();
        pass(shown.toString());
    }

    private void append(StringBuilder shown, int character) {
        if (returned && character != '\n') {
            Printable.append(shown, '\r');
        }
        returned = character == '\r';
        if (character == '\n' || character == '\t') {
            shown.append((char) character);
        } else if (!returned) {
            Printable.append(shown, character);
        }
    }

    private void pass(String text) throws IOException {
        if (text.isEmpty()) {
            return;
        }
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }
}
