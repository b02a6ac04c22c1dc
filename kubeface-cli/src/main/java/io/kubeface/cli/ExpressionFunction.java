package io.kubeface.cli;

import io.kubeface.core.TaskFunction;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evaluates a Groovy expression in which {@code value} is the input, and gives the result as the CSV shows it. */
final class ExpressionFunction implements TaskFunction<Object, @Nullable String> {
    private final Map<String, byte[]> classes;
    private transient @Nullable ExpressionLoader loader;

    private ExpressionFunction(Map<String, byte[]> classes) {
        this.classes = classes;
    }

    /**
     * Compiles the expression.
     *
     * @throws ExpressionException when it does not compile
     */
    static ExpressionFunction of(String expression) throws ExpressionException {
        return new ExpressionFunction(ExpressionCompiler.compile("--expression", expression, Set.of("value")));
    }

    // NullAway does not read that this R is nullable.
    @SuppressWarnings("NullAway")
    @Override
    public @Nullable String apply(Object value) throws Exception {
        Map<String, Object> variables = new HashMap<>();
        variables.put("value", value);
        return CsvText.of(loader().instance(variables).run());
    }

    private synchronized ExpressionLoader loader() {
        ExpressionLoader known = loader;
        if (known == null) {
            known = new ExpressionLoader(classes);
            loader = known;
        }
        return known;
    }
}
