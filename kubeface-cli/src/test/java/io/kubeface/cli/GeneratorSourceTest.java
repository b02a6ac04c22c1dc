package io.kubeface.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class GeneratorSourceTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "range(4)|0,1,2,3|4",
                "range(2, 5)|2,3,4|3",
                "range(0, 10, 3)|0,3,6,9|4",
                "range(3, 0, -1)|3,2,1|3",
                "[5, 'a', 2.5]|5,a,2.5|3",
                "1..3|1,2,3|3",
                "[1, 2] as int[]|1,2|2",
                "range(3).collect { it * it }|0,1,4|3",
                "[7, 8].iterator()|7,8|-1",
                "Stream.of(1, 2)|1,2|-1",
                "IntStream.range(0, 3)|0,1,2|-1",
                "[\"${1 + 1}\"]|2|1",
                "def n = 2; range(n)|0,1|2",
                "[]||0"
            })
    void itGivesTheElementsOf(String expression, String elements, long size) throws Exception {
        Inputs inputs = GeneratorSource.inputs(expression);

        List<Object> all = inputs.values().collectList().block(LONG_ENOUGH);

        assertThat(all)
                .extracting(Object::toString)
                .containsExactlyElementsOf(elements == null ? List.of() : List.of(elements.split(",")));
        assertThat(inputs.size()).isEqualTo(size < 0 ? OptionalLong.empty() : OptionalLong.of(size));
    }

    @Test
    void textWithExpressionsInItArrivesAsPlainText() throws Exception {
        assertThat(GeneratorSource.inputs("[\"a${1}\"]").values().blockFirst(LONG_ENOUGH))
                .isExactlyInstanceOf(String.class);
    }

    @Test
    void anEndlessStreamIsPulledOnlyAsFarAsRequested() throws Exception {
        StepVerifier.create(
                        GeneratorSource.inputs("Stream.iterate(1) { it > 5 ? 1 / 0 : it + 1 }")
                                .values(),
                        3)
                .expectNext(1, 2, 3)
                .thenRequest(2)
                .expectNext(4, 5)
                .thenCancel()
                .verify(LONG_ENOUGH);
    }

    @Test
    void aFailureTellsHowFarItCame() throws Exception {
        StepVerifier.create(GeneratorSource.inputs("Stream.iterate(1) { it > 1 ? 1.intdiv(0) : it + 1 }")
                        .values())
                .expectNext(1, 2)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("after 2 elements")
                        .hasMessageContaining("by zero"))
                .verify(LONG_ENOUGH);
    }

    @Test
    void nullIsRefusedWithItsPosition() throws Exception {
        StepVerifier.create(GeneratorSource.inputs("[1, null]").values())
                .expectNext(1)
                .expectErrorSatisfies(e -> assertThat(e).hasMessageContaining("element 1 is null"))
                .verify(LONG_ENOUGH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "null",
                "'text'",
                "[a: 1]",
                "range(",
                "",
                "range(1, 2, 0)",
                "range(1.5)",
                "rnge(3)",
                "values"
            })
    void whatHasNoElementsIsRefusedBeforehand(String expression) {
        assertThatThrownBy(() -> GeneratorSource.inputs(expression))
                .isInstanceOf(ExpressionException.class)
                .hasMessageStartingWith("--generator-expression ");
    }
}
