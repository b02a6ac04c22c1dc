package io.kubeface.core.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.TaskFunction;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FunctionShipmentTest {
    private static final String HERE = FunctionShipmentTest.class.getName();
    private static final AtomicInteger WRITTEN = new AtomicInteger();

    @Test
    void aLambdaThatCapturesNothingShips() {
        TaskFunction<Integer, Integer> square = x -> x * x;
        assertThat(FunctionShipment.check(square)).isNotEmpty().isEqualTo(FunctionShipment.serialise(square));
    }

    @Test
    void aMethodReferenceShips() {
        TaskFunction<String, Integer> parse = Integer::parseInt;
        assertThat(FunctionShipment.check(parse)).isNotEmpty();
        assertThat(FunctionShipment.type(parse)).isEqualTo("method reference java.lang.Integer::parseInt in " + HERE);
        assertThat(FunctionShipment.declaringClass(parse)).isEqualTo(FunctionShipmentTest.class);
    }

    @Test
    void aLambdaIsCalledByTheMethodItStandsIn() {
        TaskFunction<Integer, Integer> square = x -> x * x;
        assertThat(FunctionShipment.type(square))
                .isEqualTo("lambda in " + HERE + ".aLambdaIsCalledByTheMethodItStandsIn");
        assertThat(FunctionShipment.declaringClass(square)).isEqualTo(FunctionShipmentTest.class);
    }

    @Test
    void aClassIsCalledByItsName() {
        assertThat(FunctionShipment.type(new Plain(null))).isEqualTo(HERE + "$Plain");
        assertThat(FunctionShipment.declaringClass(new Plain(null))).isEqualTo(Plain.class);
    }

    @Test
    void theNameIsKnownWithoutWritingWhatIsCaptured() {
        Counted counted = new Counted();
        TaskFunction<Integer, Object> function = x -> counted;
        int before = WRITTEN.get();
        assertThat(FunctionShipment.type(function)).startsWith("lambda in ");
        assertThat(WRITTEN).hasValue(before);
        FunctionShipment.serialise(function);
        assertThat(WRITTEN).hasValue(before + 1);
    }

    @Test
    void aCapturedThisIsNamedWithItsFieldAndTheCure() {
        assertThatThrownBy(() -> FunctionShipment.check(new Main().run()))
                .isInstanceOf(FunctionNotShippableException.class)
                .hasMessage("function lambda in " + HERE + "$Main.run -> captured #0 (" + HERE + "$Main) is not "
                        + "serialisable. The lambda captures this; copy the field into a local variable before the "
                        + "lambda, and use that.");
        assertThatThrownBy(() -> FunctionShipment.check(new SerialMain().run()))
                .isInstanceOf(FunctionNotShippableException.class)
                .hasMessage("function lambda in " + HERE + "$SerialMain.run -> captured #0 (" + HERE
                        + "$SerialMain) -> field db (" + HERE + "$Database) is not serialisable. The lambda captures "
                        + "this; copy the field into a local variable before the lambda, and use that.");
    }

    @Test
    void aCapturedVariableIsCounted() {
        int fine = 1;
        Database db = new Database();
        TaskFunction<Integer, Object> function = x -> db.toString() + fine;
        assertThatThrownBy(() -> FunctionShipment.serialise(function))
                .isInstanceOf(FunctionNotShippableException.class)
                .hasMessageContaining(" -> captured #0 (" + HERE + "$Database) is not serialisable. Make " + HERE
                        + "$Database implement java.io.Serializable, mark the field that holds it transient, or "
                        + "create it inside the function.");
        TaskFunction<Integer, Object> second = x -> fine + "" + db;
        assertThatThrownBy(() -> FunctionShipment.serialise(second)).hasMessageContaining("captured #1");
    }

    @Test
    void thePathGoesThroughCollectionsFieldsAndLambdas() {
        List<Object> list = List.of("a", new Plain(new Object[] {1, new Database()}));
        Map<String, Object> map = new java.util.HashMap<>(Map.of("k", new java.util.ArrayList<>(list)));
        TaskFunction<Integer, Object> inner = x -> map;
        TaskFunction<Integer, Object> outer = new Plain(inner);
        assertThatThrownBy(() -> FunctionShipment.serialise(outer))
                .hasMessageStartingWith("function " + HERE + "$Plain -> field held (lambda in " + HERE
                        + ".thePathGoesThroughCollectionsFieldsAndLambdas) -> captured #0 (java.util.HashMap) -> value "
                        + "of key k (java.util.ArrayList) -> element 1 (" + HERE + "$Plain) -> field held "
                        + "(java.lang.Object[]) -> element 1 (" + HERE + "$Database) is not serialisable.");
    }

    @Test
    void aCycleDoesNotHideThePath() {
        java.util.ArrayList<Object> list = new java.util.ArrayList<>();
        list.add(list);
        list.add(new Plain(list));
        list.add(new Database());
        assertThatThrownBy(() -> FunctionShipment.serialise(new Plain(list)))
                .hasMessageContaining("(java.util.ArrayList) -> element 2 (" + HERE + "$Database) is not");
    }

    @Test
    void anInnerClassIsToldToBeStatic() {
        assertThatThrownBy(() -> FunctionShipment.serialise(new Main().inner()))
                .hasMessageContaining("-> field this$0 (" + HERE + "$Main) is not serialisable")
                .hasMessageContaining("make it a static class");
    }

    @Test
    void aClassThatRefusesByItselfIsNamed() {
        assertThatThrownBy(() -> FunctionShipment.serialise(new Plain(List.of(new Refusing()))))
                .hasMessageContaining(HERE + "$Refusing")
                .hasMessageContaining("not today");
    }

    @Test
    void whatCannotBeReadBackIsRefusedBeforeAnythingIsLaunched() {
        TaskFunction<Integer, Object> function = new Plain(new Unreadable());
        assertThat(FunctionShipment.serialise(function)).isNotEmpty();
        assertThatThrownBy(() -> FunctionShipment.check(function))
                .isInstanceOf(FunctionNotShippableException.class)
                .hasMessageContaining("cannot be read back")
                .hasMessageContaining("works only where it was made");
    }

    @Test
    void anErrorWhileItIsReadBackIsARefusalToo() {
        assertThatThrownBy(() -> FunctionShipment.check(new Plain(new Asserting())))
                .isInstanceOf(FunctionNotShippableException.class)
                .hasMessageContaining("cannot be read back: java.lang.AssertionError: not here");
    }

    @Test
    void whatFailsWhileItIsWrittenIsRefused() {
        assertThatThrownBy(() -> FunctionShipment.check(new Plain(new Failing())))
                .isInstanceOf(FunctionNotShippableException.class)
                .hasMessageContaining("closed already");
    }

    @Test
    void whatNeedsAClassThatIsMissingIsRefused() {
        assertThatThrownBy(() -> FunctionShipment.check(new Plain(new Lacking())))
                .isInstanceOf(FunctionNotShippableException.class)
                .hasMessageStartingWith("function " + HERE + "$Plain cannot be serialised: ")
                .hasMessageContaining("com/foo/Absent");
        assertThatThrownBy(() -> FunctionShipment.check(new LackingFunction()))
                .isInstanceOf(FunctionNotShippableException.class)
                .hasMessageStartingWith("function " + HERE + "$LackingFunction cannot be serialised: ");
    }

    private static class Database {}

    private static class Main {
        private final Database db = new Database();

        TaskFunction<Integer, String> run() {
            return x -> x + "" + db;
        }

        TaskFunction<Integer, String> inner() {
            return new TaskFunction<>() {
                @Override
                public String apply(Integer input) {
                    return "" + db;
                }
            };
        }
    }

    private static class SerialMain implements Serializable {
        @SuppressWarnings("serial") // that it is not serialisable is the point
        private final Database db = new Database();

        TaskFunction<Integer, String> run() {
            return x -> x + "" + db;
        }
    }

    private record Plain(Object held) implements TaskFunction<Integer, Object> {
        @Override
        public Object apply(Integer input) {
            return held;
        }
    }

    private static final class Counted implements Serializable {
        private Object writeReplace() {
            WRITTEN.incrementAndGet();
            return "counted";
        }
    }

    private static final class Refusing implements Serializable {
        private void writeObject(java.io.ObjectOutputStream out) throws IOException {
            throw new java.io.NotSerializableException("not today");
        }
    }

    private static final class Unreadable implements Serializable {
        private void readObject(ObjectInputStream in) {
            throw new IllegalStateException("works only where it was made");
        }
    }

    private static final class Lacking implements Serializable {
        private Object writeReplace() {
            throw new NoClassDefFoundError("com/foo/Absent");
        }
    }

    private static final class LackingFunction implements TaskFunction<Integer, Object> {
        @Override
        public Object apply(Integer input) {
            return input;
        }

        private Object writeReplace() {
            throw new NoClassDefFoundError("com/foo/Absent");
        }
    }

    private static final class Asserting implements Serializable {
        private Object readResolve() {
            throw new AssertionError("not here");
        }
    }

    private static final class Failing implements Serializable {
        private Object writeReplace() {
            throw new IllegalStateException("closed already");
        }
    }
}
