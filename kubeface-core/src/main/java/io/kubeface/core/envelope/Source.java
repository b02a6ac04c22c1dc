package io.kubeface.core.envelope;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of one object, in order; every length is checked before anything of that length is allocated. */
final class Source {
    private static final int BUFFER_BYTES = 8 * 1024;

    private final InputStream in;
    private final String object;

    Source(InputStream in, String object) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
        this.object = object;
    }

    int length(int largest, String what) throws IOException {
        long length = 0;
        for (int i = 0; i < Varint.LONGEST; i++) {
            int b = in.read();
            if (b < 0) {
                throw truncated(what);
            }
            length |= (long) (b & 0x7f) << (7 * i);
            if (b < 0x80) {
                if (length > largest) {
                    throw corrupt(what + " is said to have " + length + " bytes; the most is " + largest + ".", null);
                }
                return (int) length;
            }
        }
        throw corrupt("the length of " + what + " is no number.", null);
    }

    void fill(byte[] target, int length, String what) throws IOException {
        int filled = in.readNBytes(target, 0, length);
        if (filled < length) {
            throw truncated(what);
        }
    }

    void end() throws IOException {
        if (in.read() >= 0) {
            throw corrupt("bytes follow its last item.", null);
        }
    }

    CorruptObjectException corrupt(String whatDiffers, @Nullable Throwable cause) {
        return new CorruptObjectException(object, whatDiffers, cause);
    }

    private CorruptObjectException truncated(String what) {
        return corrupt("it ends within " + what + ".", null);
    }

    String object() {
        return object;
    }
}
