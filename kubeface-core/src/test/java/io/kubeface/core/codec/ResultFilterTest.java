package io.kubeface.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResultFilterTest {
    private static final ClassLoader LOADER = ResultFilterTest.class.getClassLoader();
    /** Of a function that comes from another jar than this test's classes. */
    private static final ResultFilter FOREIGN =
            ResultFilter.of(Assertions.class).build();

    private final JavaCodec codec = new JavaCodec();

    @SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // people have such values
    static Stream<Object> values() {
        return Stream.of(
                1,
                2L,
                'c',
                (byte) 1,
                (short) 2,
                1.5f,
                2.5,
                true,
                "text",
                BigInteger.TEN,
                new BigDecimal("1.25"),
                MathContext.DECIMAL32,
                UUID.randomUUID(),
                URI.create("http://localhost/"),
                Locale.ROOT,
                Currency.getInstance("EUR"),
                new Date(5),
                new java.sql.Timestamp(7),
                BitSet.valueOf(new long[] {5}),
                Instant.EPOCH,
                Duration.ofDays(2),
                LocalDate.EPOCH,
                ZonedDateTime.parse("2026-01-02T03:04:05+01:00[Europe/Berlin]"),
                DayOfWeek.FRIDAY,
                TimeUnit.DAYS,
                new ArrayList<>(List.of(1, "a")),
                new LinkedList<>(List.of(1)),
                List.of(),
                List.of(1, 2, 3),
                Set.of(1),
                Map.of("a", 1, "b", 2),
                Stream.of(1, 2, 3).toList(),
                Arrays.asList(1, 2),
                new HashMap<>(Map.of("a", List.of())),
                new LinkedHashMap<>(Map.of("a", 1)),
                new TreeMap<>(Map.of("a", 1)),
                new TreeSet<>(Set.of(3, 2)),
                reversed(),
                new HashSet<>(Set.of("x")),
                new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
                EnumSet.of(TimeUnit.DAYS),
                EnumSet.noneOf(TimeUnit.class),
                new ConcurrentHashMap<>(Map.of("a", 1)),
                Collections.emptyList(),
                Collections.emptyMap(),
                Collections.singletonList(1),
                Collections.singletonMap("a", 1),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))),
                Collections.unmodifiableMap(new HashMap<>(Map.of(1, 2))),
                Collections.synchronizedList(new ArrayList<>(List.of(1))),
                Collections.nCopies(3, "x"));
    }

    private static Map<String, Integer> reversed() {
        Map<String, Integer> map = new TreeMap<>(Comparator.reverseOrder());
        map.put("a", 1);
        map.put("b", 2);
        return map;
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesOfTheJdkAreRead(Object value) throws IOException {
        assertThat(copy(value, FOREIGN)).isEqualTo(value);
    }

    @Test
    void arraysOfWhatIsAllowedAreRead() throws IOException {
        assertThat(copy(new int[][] {{1}, {2, 3}}, FOREIGN)).isEqualTo(new int[][] {{1}, {2, 3}});
        assertThat(copy(new Object[] {"a", 1}, FOREIGN)).isEqualTo(new Object[] {"a", 1});
        assertThat(copy(new Comparable<?>[] {"a", 1}, FOREIGN)).isEqualTo(new Object[] {"a", 1});
        assertThat((ArrayDeque<?>) copy(new ArrayDeque<>(List.of(1, 2)), FOREIGN))
                .map(Object::toString)
                .containsExactly("1", "2");
        assertThat(copy(new AtomicLong(4), FOREIGN)).hasToString("4");
    }

    @Test
    void exceptionsOfTheJdkAreValuesToo() throws IOException {
        Object back = copy(new IllegalStateException("no", new IOException("disk")), FOREIGN);
        assertThat((Throwable) back).hasMessage("no").cause().hasMessage("disk");
    }

    @Test
    void classesOfTheFunctionsOwnDirectoryAreRead() throws IOException {
        ResultFilter own = ResultFilter.of(ResultFilterTest.class).build();
        assertThat(copy(new Point(1, Colour.RED), own)).isEqualTo(new Point(1, Colour.RED));
        Runnable lambda = () -> {};
        ResultFilter ofLambda = ResultFilter.of(lambda.getClass()).build();
        assertThat(ofLambda.allows(Point.class)).isTrue();
    }

    @Test
    void otherClassesAreRefusedWithTheLineToAdd() {
        assertThatThrownBy(() -> copy(new ArrayList<>(List.of(new Point(1, Colour.RED))), FOREIGN))
                .isInstanceOf(UndecodableValueException.class)
                .hasMessageContaining(ResultFilterTest.class.getName() + "$Point")
                .hasMessageContaining(".resultTypes(io.kubeface.core.codec.ResultFilterTest.Point.class)");
    }

    @Test
    void aNamedClassBringsItsNestedClassesAndItsPackage() {
        ResultFilter named =
                ResultFilter.of(Assertions.class).resultTypes(Codec.class).build();
        assertThat(named.allows(JavaCodec.class)).isTrue();
        assertThat(named.allows(ResultFilter.Builder.class)).isTrue();
        assertThat(named.allows(io.kubeface.core.TaskContext.class)).isFalse();
        // The same package, but another directory.
        assertThat(named.allows(Point.class)).isFalse();
    }

    @Test
    void aNamedClassOfTheJdkBringsItselfAlone() {
        ResultFilter named = ResultFilter.of(Assertions.class)
                .resultTypes(java.util.regex.Pattern[].class)
                .build();
        assertThat(named.allows(java.util.regex.Pattern.class)).isTrue();
        assertThat(named.allows(java.util.regex.PatternSyntaxException.class)).isFalse();
    }

    @Test
    void aFunctionOfTheJdkDoesNotOpenTheJdk() {
        assertThat(ResultFilter.of(String.class).build().allows(java.net.URL.class))
                .isFalse();
        assertThat(ResultFilter.of(java.sql.Date.class).build().allows(java.sql.DriverManager.class))
                .isFalse();
    }

    @Test
    void dangerousClassesOfTheJdkAreRefused() {
        for (Class<?> type : List.of(
                java.net.URL.class,
                java.io.File.class,
                java.lang.invoke.SerializedLambda.class,
                Proxy.class,
                ClassLoader.class,
                Thread.class,
                java.util.logging.Logger.class,
                java.net.URL[].class)) {
            assertThat(FOREIGN.allows(type)).as(type.getName()).isFalse();
        }
    }

    @Test
    void lambdasAreNeverReadWhateverIsNamed() throws IOException {
        ResultFilter own = ResultFilter.of(ResultFilterTest.class)
                .resultTypes(java.lang.invoke.SerializedLambda.class)
                .build();
        assertThatThrownBy(() -> copy((Supplier & Serializable) () -> 1, own))
                .isInstanceOf(UndecodableValueException.class)
                .hasMessageContaining("SerializedLambda")
                .hasMessageContaining("never");
    }

    @Test
    void proxiesAreNeverReadWhateverIsNamed() throws IOException {
        Object proxy = Proxy.newProxyInstance(LOADER, new Class<?>[] {Supplier.class}, new Handler());
        ResultFilter own =
                ResultFilter.of(ResultFilterTest.class).resultTypes(Proxy.class).build();
        assertThatThrownBy(() -> copy(proxy, own))
                .isInstanceOf(UndecodableValueException.class)
                .hasMessageContaining("never");
        Supplier back = (Supplier) copy(proxy, info -> ObjectInputFilter.Status.UNDECIDED);
        assertThat(back.get()).isEqualTo("handled");
    }

    @Test
    void aHostileValueDoesNothing(@TempDir Path directory) throws IOException {
        File file = directory.resolve("touched").toFile();
        byte[] bytes = encode(new Object[] {"a", new Gadget(file.getPath())});
        assertThatThrownBy(() -> decode(bytes, FOREIGN))
                .isInstanceOf(UndecodableValueException.class)
                .hasMessageContaining("ResultFilterTest$Gadget");
        assertThat(file).doesNotExist();
        // The bytes do bite where they are let in.
        decode(bytes, info -> ObjectInputFilter.Status.UNDECIDED);
        assertThat(file).exists();
    }

    @Test
    void nestingIsBounded() throws IOException {
        Object nested = "core";
        for (int i = 0; i < 1100; i++) {
            nested = new Object[] {nested};
        }
        byte[] bytes = encode(nested);
        assertThatThrownBy(() -> decode(bytes, FOREIGN))
                .isInstanceOf(UndecodableValueException.class)
                .hasMessageContaining("at depth 1001");
    }

    private Object copy(Object value, ObjectInputFilter filter) throws IOException {
        return decode(encode(value), filter);
    }

    private byte[] encode(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        codec.encode(value, bytes);
        return bytes.toByteArray();
    }

    private Object decode(byte[] bytes, ObjectInputFilter filter) throws IOException {
        return codec.decode(new ByteArrayInputStream(bytes), "", new DecodeScope(LOADER, filter));
    }

    enum Colour {
        RED {
            @Override
            String hex() {
                return "f00";
            }
        };

        abstract String hex();
    }

    record Point(int x, Colour colour) implements Serializable {}

    interface Supplier {
        Object get();
    }

    private static final class Handler implements InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return "handled";
        }
    }

    private static final class Gadget implements Serializable {
        private final String path;

        Gadget(String path) {
            this.path = path;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            Files.createFile(Path.of(path));
        }
    }
}
