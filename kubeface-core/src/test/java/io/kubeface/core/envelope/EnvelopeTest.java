package io.kubeface.core.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.codec.Codec;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.codec.UndecodableValueException;
import io.kubeface.core.codec.UnencodableValueException;
import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.ItemOutcome;
import io.kubeface.core.wire.Header;
import io.kubeface.core.wire.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final ClassLoader LOADER = EnvelopeTest.class.getClassLoader();
    private static final DecodeScope ALL = new DecodeScope(LOADER, info -> ObjectInputFilter.Status.UNDECIDED);
    private static final Codecs CODECS = Codecs.named(List.of(Stubborn.class.getName()), LOADER);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 65_535, 65_536, 65_537, 131_072, 200_000})
    void bodiesOfAnyLengthComeBack(int length) throws IOException {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        byte[] object = write(1, writer -> writer.writeEncoded("raw", "byte[]", body));
        Codecs raw = Codecs.named(List.of(Raw.class.getName()), LOADER);
        EnvelopeReader reader = reader(object);
        ItemOutcome.Value value = (ItemOutcome.Value) reader.readItem(raw, ALL);
        reader.finish();
        assertThat(value.value()).isEqualTo(body);
        assertThat(value.sizeBytes()).isEqualTo(length);
    }

    @Test
    void itemsArePassedOver() throws IOException {
        FailureReport failure = FailureReport.of(FailureKind.TIMEOUT, "t", "m");
        byte[] object = write(4, writer -> {
            writer.writeValue(new byte[100_000], CODECS);
            writer.writeFailure(failure);
            writer.writeValue(null, CODECS);
            writer.writeValue("last", CODECS);
        });
        EnvelopeReader reader = reader(object);
        reader.skipItem();
        reader.skipItem();
        reader.skipItem();
        assertThat(((ItemOutcome.Value) reader.readItem(CODECS, ALL)).value()).isEqualTo("last");
        reader.finish();
    }

    @Test
    void anItemThatIsPassedOverIsChecked() throws IOException {
        byte[] object = write(1, writer -> writer.writeValue("abcdef", CODECS));
        int at = new String(object, StandardCharsets.ISO_8859_1).indexOf("abcdef");
        object[at] = 'b';
        assertThatThrownBy(() -> reader(object).skipItem())
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("the/object")
                .hasMessageContaining("item 0")
                .hasMessageContaining("CRC32C");
    }

    @Test
    void theItemBehindOneOfAnUnknownCodecIsRead() throws IOException {
        byte[] object = write(2, writer -> {
            writer.writeEncoded("avro", "com.foo.Bar", new byte[70_000]);
            writer.writeValue("b", CODECS);
        });
        EnvelopeReader reader = reader(object);
        assertThatThrownBy(() -> reader.readItem(CODECS, ALL))
                .isInstanceOf(UndecodableValueException.class)
                .hasMessageContaining("Item 0 of the/object (a com.foo.Bar written by codec avro)");
        assertThat(((ItemOutcome.Value) reader.readItem(CODECS, ALL)).value()).isEqualTo("b");
    }

    @Test
    void theItemBehindOneThatThrowsAnErrorIsRead() throws IOException {
        byte[] object = write(2, writer -> {
            writer.writeValue(new Asserting(), CODECS);
            writer.writeValue("b", CODECS);
        });
        EnvelopeReader reader = reader(object);
        assertThatThrownBy(() -> reader.readItem(CODECS, ALL))
                .isInstanceOf(UndecodableValueException.class)
                .hasMessageContaining("cannot be read: java.lang.AssertionError: not so");
        assertThat(((ItemOutcome.Value) reader.readItem(CODECS, ALL)).value()).isEqualTo("b");
    }

    @Test
    void corruptionIsToldAndNotWhatItDidToTheDecoder() throws IOException {
        byte[] object = write(1, writer -> writer.writeValue(new Serial("abc"), CODECS));
        int at = new String(object, StandardCharsets.ISO_8859_1).lastIndexOf("EnvelopeTest$Serial");
        object[at] = 'F';
        assertThatThrownBy(() -> reader(object).readItem(CODECS, ALL))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("CRC32C");
    }

    @Test
    void anotherFormatIsRefused() {
        assertThatThrownBy(() -> reader("PK\3\4 and so on".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("504b0304")
                .hasMessageContaining("4b424631");
    }

    @Test
    void anotherVersionIsRefusedAndBothAreNamed() throws IOException {
        byte[] header = Header.newBuilder()
                .setVersion(7)
                .setKind(Kind.INPUT)
                .setItems(1)
                .build()
                .toByteArray();
        assertThatThrownBy(() -> reader(object(header)))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("version 7")
                .hasMessageContaining("version 1");
    }

    @Test
    void aHeaderThatMakesNoSenseIsRefused() throws IOException {
        byte[] noItems =
                Header.newBuilder().setVersion(1).setKind(Kind.INPUT).build().toByteArray();
        assertThatThrownBy(() -> reader(object(noItems)))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("at least one item");
        byte[] noRun = Header.newBuilder()
                .setVersion(1)
                .setKind(Kind.VALUE)
                .setItems(1)
                .build()
                .toByteArray();
        assertThatThrownBy(() -> reader(object(noRun))).hasMessageContaining("run report");
        byte[] unknownKind = Header.newBuilder()
                .setVersion(1)
                .setKindValue(99)
                .setItems(1)
                .build()
                .toByteArray();
        assertThatThrownBy(() -> reader(object(unknownKind)))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("kind");
        assertThatThrownBy(() -> reader(object(new byte[] {(byte) 0xff, 0x0a, 0x05})))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("well formed");
    }

    @Test
    void aLengthThatIsNotTrueTakesNoMemory() {
        byte[] huge = {'K', 'B', 'F', '1', (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7};
        assertThatThrownBy(() -> reader(huge))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("2147483647 bytes")
                .hasMessageContaining("16777216");
        byte[] endless = {'K', 'B', 'F', '1', -1, -1, -1, -1, -1, -1};
        assertThatThrownBy(() -> reader(endless)).hasMessageContaining("no number");
    }

    @Test
    void aChunkThatIsTooLongIsRefused() throws IOException {
        byte[] object = write(1, writer -> writer.writeEncoded("raw", "x", new byte[1]));
        // The chunk's length, its byte, the end of the body.
        int chunk = lastIndexOf(object, new byte[] {1, 0, 0});
        byte[] tooLong = new byte[chunk + 4];
        System.arraycopy(object, 0, tooLong, 0, chunk);
        tooLong[chunk] = (byte) 0x81;
        tooLong[chunk + 1] = (byte) 0x80;
        tooLong[chunk + 2] = 0x04;
        assertThatThrownBy(() -> reader(tooLong).skipItem())
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("65537 bytes")
                .hasMessageContaining("65536");
    }

    @Test
    void aCodecThatFailsIsNotTakenForAFailingStore() {
        assertThatThrownBy(() -> write(1, writer -> writer.writeValue(new Moody(), CODECS)))
                .isInstanceOf(UnencodableValueException.class)
                .hasMessageContaining("stubborn")
                .hasMessageContaining("not in the mood");
    }

    @Test
    void aValueThatNestsTooDeeplyIsSaidTo() {
        Object nested = "";
        for (int i = 0; i < 200_000; i++) {
            nested = new Object[] {nested};
        }
        Object deep = nested;
        assertThatThrownBy(() -> write(1, writer -> writer.writeValue(deep, CODECS)))
                .isInstanceOf(UnencodableValueException.class)
                .hasMessageContaining("codec java")
                .hasMessageContaining("nests too deeply");
    }

    @Test
    void aClassThatAValueLacksIsNamed() {
        assertThatThrownBy(() -> write(1, writer -> writer.writeValue(new Lacking(), CODECS)))
                .isInstanceOf(UnencodableValueException.class)
                .hasMessageContaining("EnvelopeTest$Lacking")
                .hasMessageContaining("com/foo/Absent");
    }

    @Test
    void aFailingStoreIsNotTakenForAFailingCodec() {
        IOException full = new IOException("disk full");
        OutputStream failing = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw full;
            }
        };
        assertThatThrownBy(() -> {
                    EnvelopeWriter writer = new EnvelopeWriter(failing, EnvelopeHeader.input(1));
                    writer.writeValue(new byte[1_000_000], CODECS);
                })
                .isSameAs(full);
    }

    @Test
    void aFailingStoreIsNotTakenForABadValue() throws IOException {
        byte[] object = write(1, writer -> writer.writeValue(new byte[300_000], CODECS));
        IOException dropped = new IOException("connection dropped");
        InputStream failing = new InputStream() {
            private int position;

            @Override
            public int read() throws IOException {
                if (position == 100_000) {
                    throw dropped;
                }
                return object[position++] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                target[offset] = (byte) read();
                return 1;
            }
        };
        EnvelopeReader reader = new EnvelopeReader(failing, "o");
        assertThatThrownBy(() -> reader.readItem(CODECS, ALL)).isSameAs(dropped);
    }

    @Test
    void asManyItemsAsAnnouncedAreWritten() throws IOException {
        assertThatThrownBy(() -> write(2, writer -> writer.writeValue("a", CODECS)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 items");
        assertThatThrownBy(() -> write(1, writer -> {
                    writer.writeValue("a", CODECS);
                    writer.writeValue("b", CODECS);
                }))
                .isInstanceOf(IllegalStateException.class);
        byte[] object = write(2, writer -> {
            writer.writeValue("a", CODECS);
            writer.writeValue("b", CODECS);
        });
        EnvelopeReader reader = reader(object);
        reader.skipItem();
        assertThatThrownBy(reader::finish).isInstanceOf(IllegalStateException.class);
        reader.skipItem();
        assertThatThrownBy(reader::skipItem).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void textThatIsNotWellFormedIsStillWritten() throws IOException {
        FailureReport failure = FailureReport.of(FailureKind.USER_ERROR, "t", "half \ud83d and \ud83d\ude00 whole");
        EnvelopeReader reader = reader(write(1, writer -> writer.writeFailure(failure)));
        ItemOutcome.Failed back = (ItemOutcome.Failed) reader.readItem(CODECS, ALL);
        assertThat(back.failure().message()).isEqualTo("half ? and \ud83d\ude00 whole");
    }

    private static byte[] write(int items, Items body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        EnvelopeWriter writer = new EnvelopeWriter(bytes, EnvelopeHeader.input(items));
        body.writeTo(writer);
        writer.finish();
        return bytes.toByteArray();
    }

    private static EnvelopeReader reader(byte[] object) throws IOException {
        return new EnvelopeReader(new ByteArrayInputStream(object), "the/object");
    }

    private static byte[] object(byte[] header) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(WireFormat.magic());
        bytes.write(header.length);
        bytes.write(header);
        return bytes.toByteArray();
    }

    private static int lastIndexOf(byte[] bytes, byte[] wanted) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .lastIndexOf(new String(wanted, StandardCharsets.ISO_8859_1));
    }

    private interface Items {
        void writeTo(EnvelopeWriter writer) throws IOException;
    }

    private record Serial(String text) implements Serializable {}

    private record Moody() {}

    private static final class Lacking implements Serializable {
        private Object writeReplace() {
            throw new NoClassDefFoundError("com/foo/Absent");
        }
    }

    private static final class Asserting implements Serializable {
        @SuppressWarnings("UnusedVariable") // It is written, and so there is something left when reading fails.
        private final byte[] bytes = new byte[70_000];

        private void readObject(ObjectInputStream in) {
            throw new AssertionError("not so");
        }
    }

    /** Takes the bytes as they are, one by one. */
    public static final class Raw implements Codec {
        @Override
        public String id() {
            return "raw";
        }

        @Override
        public boolean encodes(Object value) {
            return value instanceof byte[];
        }

        @Override
        public void encode(Object value, OutputStream out) throws IOException {
            out.write((byte[]) value);
        }

        @Override
        public Object decode(InputStream in, String type, DecodeScope scope) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                bytes.write(b);
            }
            return bytes.toByteArray();
        }
    }

    /** Fails by itself. */
    public static final class Stubborn implements Codec {
        @Override
        public String id() {
            return "stubborn";
        }

        @Override
        public boolean encodes(Object value) {
            return value instanceof Moody;
        }

        @Override
        public void encode(Object value, OutputStream out) throws IOException {
            throw new IOException("not in the mood");
        }

        @Override
        public Object decode(InputStream in, String type, DecodeScope scope) throws IOException {
            throw new IOException("not in the mood");
        }
    }
}
