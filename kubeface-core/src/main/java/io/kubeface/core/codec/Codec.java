package io.kubeface.core.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One way in which values become bytes. What it writes describes itself: reading needs the bytes, the name of the type
 * that was written, and a {@link DecodeScope}.
 *
 * <p>Found by {@link java.util.ServiceLoader} in the class loader of the function; Java serialisation and protobuf
 * messages are built in. Implementations are stateless and safe for use by several threads.
 */
public interface Codec {

    /** What stands in an item's header, for ever: 1 to 40 characters of {@code a-z 0-9 -}. */
    String id();

    /** Whether it takes this value. The first codec that does is used; Java serialisation takes all and comes last. */
    boolean encodes(Object value);

    /**
     * Writes a value as a stream.
     *
     * @throws UnencodableValueException when the value cannot be written; the message says what in it cannot
     */
    void encode(Object value, OutputStream out) throws IOException;

    /**
     * Reads a value back.
     *
     * @param in ends where the value ends
     * @param type name of the class of the value that was written
     * @throws UndecodableValueException when the bytes are no such value, or the scope does not allow a class in them
     */
    Object decode(InputStream in, String type, DecodeScope scope) throws IOException;
}
