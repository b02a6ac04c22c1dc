package io.kubeface.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import io.kubeface.core.codec.protobuf.ProtobufCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodecsTest {
    private static final ClassLoader LOADER = CodecsTest.class.getClassLoader();
    private static final String PROTOBUF = ProtobufCodec.class.getName();

    @Test
    void builtInCodecsAreFound() throws Exception {
        Codecs codecs = Codecs.load(LOADER);
        assertThat(codecs.classNames()).containsExactly(PROTOBUF);
        assertThat(codecs.encoderFor("text").id()).isEqualTo("java");
        assertThat(codecs.encoderFor(Duration.getDefaultInstance()).id()).isEqualTo("protobuf");
        assertThat(codecs.byId("java")).isInstanceOf(JavaCodec.class);
        assertThat(codecs.byId("protobuf")).isInstanceOf(ProtobufCodec.class);
    }

    @Test
    void othersCodecsAreAskedFirst(@TempDir Path services) throws Exception {
        Codecs codecs = Codecs.load(withServices(services, Upper.class));
        assertThat(codecs.classNames()).containsExactly(Upper.class.getName(), PROTOBUF);
        assertThat(codecs.encoderFor("text").id()).isEqualTo("upper");
        assertThat(codecs.encoderFor(1).id()).isEqualTo("java");
        assertThat(codecs.byId("upper")).isInstanceOf(Upper.class);
    }

    @Test
    void namedCodecsAreTheSameWithoutLooking() throws Exception {
        Codecs codecs = Codecs.named(List.of(Upper.class.getName(), PROTOBUF), LOADER);
        assertThat(codecs.encoderFor("text").id()).isEqualTo("upper");
        assertThat(codecs.encoderFor("text")).isSameAs(codecs.byId("upper"));
        assertThat(codecs.byId("protobuf").id()).isEqualTo("protobuf");
    }

    @Test
    void noCodecButJavaIsLoadedForWhatIsNoMessage() throws Exception {
        ClassLoader watched = new ClassLoader(LOADER) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                throw new ClassNotFoundException(name + " was asked for");
            }
        };
        Codecs codecs = Codecs.named(List.of(PROTOBUF), watched);
        assertThat(codecs.encoderFor("text").id()).isEqualTo("java");
        assertThat(codecs.encoderFor(new byte[1]).id()).isEqualTo("java");
        assertThat(codecs.encoderFor(this).id()).isEqualTo("java");
        assertThat(codecs.byId("java").id()).isEqualTo("java");
        assertThatThrownBy(() -> codecs.encoderFor(Duration.getDefaultInstance()))
                .isInstanceOf(UnencodableValueException.class)
                .hasMessageContaining(PROTOBUF);
    }

    @Test
    void anUnknownIdIsRefusedWithWhatIsThere() {
        assertThatThrownBy(() -> Codecs.load(LOADER).byId("avro"))
                .isInstanceOf(UndecodableValueException.class)
                .hasMessageContaining("\"avro\"")
                .hasMessageContaining(PROTOBUF);
    }

    @Test
    void aCodecThatCannotBeMadeIsNamed() {
        Codecs codecs = Codecs.named(List.of("com.foo.Gone"), LOADER);
        assertThatThrownBy(() -> codecs.byId("gone"))
                .isInstanceOf(UndecodableValueException.class)
                .hasMessageContaining("com.foo.Gone");
        assertThatThrownBy(() -> codecs.encoderFor("text")).isInstanceOf(UnencodableValueException.class);
    }

    @Test
    void twoCodecsOfOneIdAreRefused(@TempDir Path services) {
        assertThatThrownBy(() -> Codecs.load(withServices(services, Upper.class, UpperToo.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"upper\"")
                .hasMessageContaining(UpperToo.class.getName());
    }

    @Test
    void anIdThatIsNoneIsRefused(@TempDir Path services) {
        assertThatThrownBy(() -> Codecs.load(withServices(services, BadId.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"No Id\"");
    }

    private static ClassLoader withServices(Path directory, Class<?>... codecs) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Class<?> codec : codecs) {
            lines.append(codec.getName()).append('\n');
        }
        Path file = directory.resolve("services");
        Files.writeString(file, lines);
        return new ClassLoader(LOADER) {
            @Override
            public java.util.Enumeration<java.net.URL> getResources(String name) throws IOException {
                java.util.ArrayList<java.net.URL> all = java.util.Collections.list(super.getResources(name));
                if (name.equals("META-INF/services/" + Codec.class.getName())) {
                    all.add(file.toUri().toURL());
                }
                return java.util.Collections.enumeration(all);
            }
        };
    }

    public static class Upper implements Codec {
        @Override
        public String id() {
            return "upper";
        }

        @Override
        public boolean encodes(Object value) {
            return value instanceof String;
        }

        @Override
        public void encode(Object value, OutputStream out) throws IOException {
            out.write(value.toString().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Object decode(InputStream in, String type, DecodeScope scope) throws IOException {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public static final class UpperToo extends Upper {}

    public static final class BadId extends Upper {
        @Override
        public String id() {
            return "No Id";
        }
    }
}
