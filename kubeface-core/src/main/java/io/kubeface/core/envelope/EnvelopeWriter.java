package io.kubeface.core.envelope;

import com.google.protobuf.MessageLite;
import io.kubeface.core.codec.Codec;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.UnencodableValueException;
import io.kubeface.core.store.StorageException;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.ItemOutcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes one object: its header, as many items as the header says, and {@link #finish}. Needs some 75 KiB of memory,
 * however large the values are. For one thread.
 */
public final class EnvelopeWriter {
    private final OutputStream out;
    private final CRC32C checksum = new CRC32C();
    private final ChunkOutputStream body;
    private int left;

    /**
     * Begins an object.
     *
     * @param out where it goes; flushed by {@link #finish}, closed by nobody here
     */
    public EnvelopeWriter(OutputStream out, EnvelopeHeader header) throws IOException {
        this.out = new BufferedOutputStream(out);
        this.body = new ChunkOutputStream(this.out, checksum);
        this.left = header.items();
        byte[] magic = WireFormat.magic();
        this.out.write(magic);
        checksum.update(magic);
        writeDelimited(WireFormat.header(header));
    }

    /** Writes the next item, whatever became of it. The size in the outcome is ignored. */
    public void writeOutcome(ItemOutcome outcome, Codecs codecs) throws IOException {
        if (outcome instanceof ItemOutcome.Failed failed) {
            writeFailure(failed.failure());
        } else {
            writeValue(((ItemOutcome.Value) outcome).value(), codecs);
        }
    }

    /**
     * Writes a value as the next item. After an exception the object is unusable.
     *
     * @throws UnencodableValueException when the value cannot be written
     */
    public void writeValue(@Nullable Object value, Codecs codecs) throws IOException {
        if (value == null) {
            begin(Codecs.NULL_ID, "");
        } else {
            Codec codec = codecs.encoderFor(value);
            begin(codec.id(), value.getClass().getName());
            encode(value, codec);
        }
        endBody();
    }

    /** Writes a value that is encoded already as the next item. */
    public void writeEncoded(String codec, String type, byte[] encoded) throws IOException {
        begin(codec, type);
        body.write(encoded);
        endBody();
    }

    /** Writes a failure as the next item. */
    public void writeFailure(FailureReport failure) throws IOException {
        beginItem();
        writeDelimited(WireFormat.itemHeader(failure));
        endItem(0);
    }

    /**
     * Ends the object.
     *
     * @throws IllegalStateException when fewer items were written than the header says
     */
    public void finish() throws IOException {
        if (left > 0) {
            throw new IllegalStateException(left + " items that the header announces were not written.");
        }
        out.flush();
    }

    private void encode(Object value, Codec codec) throws IOException {
        try {
            codec.encode(value, body);
        } catch (UnencodableValueException | StorageException e) {
            // The second of a remote object in it.
            throw e;
        } catch (IOException | RuntimeException e) {
            if (body.sinkFailed()) {
                throw e;
            }
            throw unencodable(value, codec, e.toString(), e);
        } catch (LinkageError e) {
            if (body.sinkFailed()) {
                throw e;
            }
            throw unencodable(
                    value,
                    codec,
                    "a class that this needs is missing or cannot be used (" + e + "); mend the class path",
                    e);
        } catch (StackOverflowError e) {
            // Also one that came from where the bytes go: the value's depth had left it no stack.
            throw unencodable(
                    value,
                    codec,
                    "it nests too deeply for its thread's stack; make it flatter, or have a codec of your own write it",
                    e);
        }
    }

    private static UnencodableValueException unencodable(Object value, Codec codec, String reason, Throwable cause) {
        return new UnencodableValueException(
                "A value of type " + value.getClass().getName() + " cannot be written by codec " + codec.id() + ": "
                        + reason,
                cause);
    }

    private void begin(String codec, String type) throws IOException {
        beginItem();
        writeDelimited(WireFormat.itemHeader(codec, type));
        body.begin();
    }

    private void beginItem() {
        if (left == 0) {
            throw new IllegalStateException("The header announces fewer items.");
        }
        left--;
    }

    private void endBody() throws IOException {
        endItem(body.end());
    }

    private void endItem(long sizeBytes) throws IOException {
        MessageLite trailer = WireFormat.itemTrailer(sizeBytes, (int) checksum.getValue());
        writeDelimited(trailer);
        checksum.reset();
    }

    private void writeDelimited(MessageLite message) throws IOException {
        byte[] bytes = message.toByteArray();
        byte[] length = new byte[Varint.sizeOf(bytes.length)];
        Varint.put(bytes.length, length, 0);
        out.write(length);
        out.write(bytes);
        checksum.update(bytes);
    }
}
