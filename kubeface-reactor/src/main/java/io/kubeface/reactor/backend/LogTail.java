package io.kubeface.reactor.backend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The end of what a process printed, as text that can be shown anywhere. */
public final class LogTail {
    /** As much as is kept of what an attempt printed. */
    public static final int MAX_BYTES = 64 * 1024;

    private LogTail() {}

    /** The last of a file. Blocking. */
    static String read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long skipped = Math.max(0, channel.size() - MAX_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - skipped));
            channel.position(skipped);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // The file is as long as it was, or another process has cut it.
            }
            return text(bytes.array(), bytes.position(), skipped > 0);
        }
    }

    /** The last lines of a stream, of so many bytes at most, as {@link #text} has them. Blocking; does not close it. */
    public static String of(InputStream log, int maxBytes) throws IOException {
        TailBuffer tail = new TailBuffer(Math.max(1, maxBytes));
        log.transferTo(tail);
        byte[] bytes = tail.toByteArray();
        return text(bytes, bytes.length, tail.isCut());
    }

    /**
     * Decodes leniently: what is no UTF-8 becomes the replacement character, a control character its picture.
     *
     * @param cut whether something came before, so that the first line is only a part of one
     */
    static String text(byte[] bytes, int length, boolean cut) {
        int start = cut ? afterFirstLine(bytes, length) : 0;
        String decoded = new String(bytes, start, length - start, StandardCharsets.UTF_8).replace("\r\n", "\n");
        StringBuilder shown = new StringBuilder(decoded.length());
        for (int i = 0; i < decoded.length(); i++) {
            shown.append(visible(decoded.charAt(i)));
        }
        return shown.toString();
    }

    private static int afterFirstLine(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private static char visible(char c) {
        if (c == '\n' || c == '\t' || (c >= ' ' && c < 0x7f) || c > 0x9f) {
            return c;
        }
        if (c < ' ') {
            return (char) ('\u2400' + c);
        }
        return c == 0x7f ? '\u2421' : '\ufffd';
    }
}
