package io.kubeface.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The lines of a UTF-8 text, without their ends ({@code \n} or {@code \r\n}); one line at a time is in memory. */
final class LineSource implements InputSource {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream in;
    private final String name;
    private long line;

    LineSource(InputStream in, String name) {
        this.in = new BufferedInputStream(in);
        this.name = name;
    }

    @Override
    public Optional<Object> next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        int b = in.read();
        if (b < 0) {
            return Optional.empty();
        }
        line++;
        while (b >= 0 && b != '\n') {
            bytes.write(b);
            b = in.read();
        }
        String text = decode(bytes.toByteArray());
        if (b == '\n' && text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        return Optional.of(line == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private String decode(byte[] bytes) {
        try {
            // A new decoder reports what is malformed; the String constructor would replace it.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InputException(
                    "Line " + line + " of " + name + " is not UTF-8: convert the file, for example with iconv", e);
        }
    }
}
