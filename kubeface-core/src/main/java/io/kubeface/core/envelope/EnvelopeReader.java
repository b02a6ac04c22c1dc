package io.kubeface.core.envelope;

import io.kubeface.core.codec.Codec;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.codec.UndecodableValueException;
import io.kubeface.core.task.FailureReports;
import io.kubeface.core.task.ItemOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object: its header, item after item, and {@link #finish}. Every item is checked when its end is reached.
 * Needs some 75 KiB of memory beside the values. For one thread.
 */
public final class EnvelopeReader {
    /** The longest header that is read: a length that is not true must not take memory. */
    static final int LARGEST_HEADER = 16 * 1024 * 1024;

    private final Source source;
    private final CRC32C checksum = new CRC32C();
    private final ChunkInputStream body;
    private final EnvelopeHeader header;
    private int next;
    private long itemBytes;

    /**
     * Reads the header.
     *
     * @param in not closed by this reader
     * @param object its name, for messages
     * @throws CorruptObjectException when this is no object of a kind and version that can be read here
     */
    public EnvelopeReader(InputStream in, String object) throws IOException {
        this.source = new Source(in, object);
        this.body = new ChunkInputStream(source, checksum);
        byte[] magic = new byte[WireFormat.magic().length];
        source.fill(magic, magic.length, "its first four bytes");
        WireFormat.checkMagic(magic, source);
        checksum.update(magic);
        this.header = WireFormat.readHeader(message("its header"), source);
    }

    /** What the object is. */
    public EnvelopeHeader header() {
        return header;
    }

    /**
     * Checks what the object is.
     *
     * @throws CorruptObjectException when it is of another kind
     */
    public void expect(ObjectKind kind) throws CorruptObjectException {
        if (header.kind() != kind) {
            throw source.corrupt("it is of kind " + header.kind() + " and not of kind " + kind + ".", null);
        }
    }

    /** Whether an item is left. */
    public boolean hasNext() {
        return next < header.items();
    }

    /**
     * Reads the next item.
     *
     * @throws UndecodableValueException when its value cannot be read here; the items behind it can
     * @throws OutOfMemoryError when its value is too large for the heap; the items behind it can be read
     * @throws CorruptObjectException when it is not what was written; nothing more can be read
     */
    public ItemOutcome readItem(Codecs codecs, DecodeScope scope) throws IOException {
        WireFormat.Item item = begin();
        if (item.failure() != null) {
            checkTrailer(0);
            return new ItemOutcome.Failed(item.failure());
        }
        Object value = null;
        UndecodableValueException reason = null;
        OutOfMemoryError full = null;
        try {
            value = decode(item, codecs, scope);
        } catch (UndecodableValueException e) {
            reason = undecodable(item, e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            full = e;
        } catch (Exception | Error e) {
            // Whatever a codec or a readObject throws; the items behind this one shall be read.
            reason = undecodable(item, FailureReports.line(e), e);
        }
        itemBytes = body.drain();
        checkTrailer(itemBytes);
        if (full != null) {
            throw full;
        }
        if (reason != null) {
            throw reason;
        }
        return new ItemOutcome.Value(value, itemBytes);
    }

    /** Length in bytes of the value that was read last, or that could not be read. */
    public long itemBytes() {
        return itemBytes;
    }

    /** Passes over the next item, and checks it. */
    public void skipItem() throws IOException {
        WireFormat.Item item = begin();
        checkTrailer(item.failure() == null ? body.drain() : 0);
    }

    /**
     * Checks that the object ends here.
     *
     * @throws IllegalStateException when items are left
     */
    public void finish() throws IOException {
        if (hasNext()) {
            throw new IllegalStateException((header.items() - next) + " items were not read.");
        }
        source.end();
    }

    private WireFormat.Item begin() throws IOException {
        if (!hasNext()) {
            throw new IllegalStateException("All " + header.items() + " items were read.");
        }
        WireFormat.Item item = WireFormat.readItem(message("the header of item " + next), source);
        body.begin("item " + next);
        next++;
        return item;
    }

    @Nullable
    private Object decode(WireFormat.Item item, Codecs codecs, DecodeScope scope) throws IOException {
        if (item.codec().equals(Codecs.NULL_ID)) {
            return null;
        }
        Codec codec = codecs.byId(item.codec());
        return codec.decode(body, item.type(), scope);
    }

    private void checkTrailer(long sizeBytes) throws IOException {
        int actual = (int) checksum.getValue();
        String name = "item " + (next - 1);
        WireFormat.checkTrailer(message("the trailer of " + name), name, sizeBytes, actual, source);
        checksum.reset();
    }

    private byte[] message(String what) throws IOException {
        byte[] bytes = new byte[source.length(LARGEST_HEADER, what)];
        source.fill(bytes, bytes.length, what);
        checksum.update(bytes);
        return bytes;
    }

    private UndecodableValueException undecodable(WireFormat.Item item, @Nullable String reason, Throwable cause) {
        return new UndecodableValueException(
                "Item " + (next - 1) + " of " + source.object() + " (a " + item.type() + " written by codec "
                        + item.codec() + ") cannot be read: " + reason,
                cause);
    }
}
