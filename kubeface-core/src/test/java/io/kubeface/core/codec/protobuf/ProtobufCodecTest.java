package io.kubeface.core.codec.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.MessageLite;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.codec.ResultFilter;
import io.kubeface.core.codec.UndecodableValueException;
import io.kubeface.core.wire.CodeEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import org.junit.jupiter.api.Test;

class ProtobufCodecTest {
    private static final ClassLoader LOADER = ProtobufCodecTest.class.getClassLoader();
    private static final DecodeScope ALL = new DecodeScope(LOADER, info -> ObjectInputFilter.Status.UNDECIDED);

    private final ProtobufCodec codec = new ProtobufCodec();

    @Test
    void fullAndLiteMessagesComeBack() throws IOException {
        Duration full = Duration.newBuilder().setSeconds(5).build();
        CodeEntry lite = CodeEntry.newBuilder().setFileName("a.jar").build();
        assertThat(codec.encodes(full)).isTrue();
        assertThat(codec.encodes(lite)).isTrue();
        assertThat(copy(full, ALL)).isEqualTo(full);
        assertThat(copy(lite, ALL)).isEqualTo(lite);
    }

    @Test
    void whatHasNoClassToBeReadAsIsLeftToOthers() {
        assertThat(codec.encodes(DynamicMessage.getDefaultInstance(Duration.getDescriptor())))
                .isFalse();
        assertThat(codec.encodes("text")).isFalse();
    }

    @Test
    void aMessageClassThatIsNotAllowedIsRefused() {
        DecodeScope results =
                new DecodeScope(LOADER, ResultFilter.of(ProtobufCodecTest.class).build());
        assertThatThrownBy(() -> copy(Duration.getDefaultInstance(), results))
                .isInstanceOf(UndecodableValueException.class)
                .hasMessageContaining(".resultTypes(com.google.protobuf.Duration.class)");
    }

    @Test
    void aMessageClassThatWasNamedIsRead() throws IOException {
        DecodeScope results = new DecodeScope(
                LOADER,
                ResultFilter.of(ProtobufCodecTest.class)
                        .resultTypes(Duration.class)
                        .build());
        assertThat(copy(Duration.getDefaultInstance(), results)).isEqualTo(Duration.getDefaultInstance());
    }

    @Test
    void aClassThatIsNoMessageIsRefused() {
        assertThatThrownBy(() -> decode(new byte[0], "java.lang.String", ALL))
                .isInstanceOf(UndecodableValueException.class)
                .hasMessageContaining("java.lang.String");
        assertThatThrownBy(() -> decode(new byte[0], "com.foo.Gone", ALL))
                .isInstanceOf(UndecodableValueException.class)
                .hasMessageContaining("com.foo.Gone");
    }

    @Test
    void bytesThatAreNoMessageAreRefused() {
        assertThatThrownBy(() -> decode(new byte[] {1, 2, 3}, Duration.class.getName(), ALL))
                .isInstanceOf(UndecodableValueException.class)
                .hasMessageContaining("com.google.protobuf.Duration");
    }

    private Object copy(MessageLite message, DecodeScope scope) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        codec.encode(message, bytes);
        return decode(bytes.toByteArray(), message.getClass().getName(), scope);
    }

    private Object decode(byte[] bytes, String type, DecodeScope scope) throws IOException {
        return codec.decode(new ByteArrayInputStream(bytes), type, scope);
    }
}
