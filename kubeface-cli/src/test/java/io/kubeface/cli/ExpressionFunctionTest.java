package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionFunctionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value**2|49",
                "value**40|6366805760909027985741435139224001",
                "value / 2|3.5",
                "\"<$value>\"|<7>",
                "value > 3 ? 'big' : 'small'|big",
                "def twice = value * 2; twice + 1|15",
                "x = value; x + 1|8",
                "range(value).sum()|21",
                "[1, 2].collect { it * value }|[7, 14]",
                "[1, 2] as int[]|[1, 2]",
                "Math.max(value, 9)|9",
                "IntStream.range(0, value).sum()|21",
                "value in [6, 7]|true"
            })
    void itEvaluates(String expression, String result) throws Exception {
        assertThat(ExpressionFunction.of(expression).apply(7)).isEqualTo(result);
    }

    @Test
    void nullStaysNull() throws Exception {
        assertThat(ExpressionFunction.of("null").apply(7)).isNull();
    }

    @Test
    void itWorksAfterItsWayToAWorker() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            ExpressionFunction function = ExpressionFunction.of("[1, 2].collect { it * value }");
            function.apply(1);
            out.writeObject(function);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ExpressionFunction arrived = (ExpressionFunction) in.readObject();
            assertThat(arrived.apply(3)).isEqualTo("[3, 6]");
            assertThat(arrived.apply(4)).isEqualTo("[4, 8]");
        }
    }

    @Test
    void whatItThrowsIsThrown() throws Exception {
        ExpressionFunction function = ExpressionFunction.of("1.intdiv(value)");
        assertThatThrownBy(() -> function.apply(0)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value **|line 1, column",
                "vlaue**2|vlaue; known is value",
                "value + x + y|x, y",
                "Foo.bar(value as Fooo)|Fooo",
                "' '|--expression"
            })
    void whatDoesNotCompileIsRefusedWithThePlace(String expression, String message) {
        assertThatThrownBy(() -> ExpressionFunction.of(expression))
                .isInstanceOf(ExpressionException.class)
                .hasMessageStartingWith("--expression ")
                .hasMessageContaining(message);
    }

    @Test
    void namesThatAClosureMayKnowAreLeftToIt() throws Exception {
        assertThat(ExpressionFunction.of("[a: 5].with { a }").apply(2)).isEqualTo("5");
    }
}
