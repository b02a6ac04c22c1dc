package io.kubeface.cli;

import groovy.lang.GString;
import io.kubeface.core.text.Printable;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The elements of what a generator expression gives. */
final class GeneratorSource implements InputSource {
    private static final String OPTION = "--generator-expression";

    private final Iterator<?> elements;
    private final Runnable closing;
    private long count;

    private GeneratorSource(Iterator<?> elements, Runnable closing) {
        this.elements = elements;
        this.closing = closing;
    }

    /**
     * Evaluates the expression; its elements are made only when they are asked for.
     *
     * @throws ExpressionException when it does not compile, fails, or gives nothing that has elements
     */
    static Inputs inputs(String expression) throws ExpressionException {
        Object elements = evaluate(expression);
        if (elements instanceof BaseStream<?, ?> stream) {
            return new Inputs(
                    InputSource.flux(() -> new GeneratorSource(stream.iterator(), stream::close)),
                    OptionalLong.empty());
        }
        if (elements instanceof Iterator<?> iterator) {
            return new Inputs(InputSource.flux(() -> new GeneratorSource(iterator, () -> {})), OptionalLong.empty());
        }
        if (elements != null && elements.getClass().isArray()) {
            int length = Array.getLength(elements);
            return new Inputs(
                    InputSource.flux(() -> new GeneratorSource(
                            IntStream.range(0, length)
                                    .mapToObj(i -> Array.get(elements, i))
                                    .iterator(),
                            () -> {})),
                    OptionalLong.of(length));
        }
        if (elements instanceof Iterable<?> iterable) {
            return new Inputs(
                    InputSource.flux(() -> new GeneratorSource(iterable.iterator(), () -> {})), size(iterable));
        }
        throw new ExpressionException(OPTION + " gives "
                + (elements == null
                        ? "null"
                        : Printable.of("a " + elements.getClass().getName() + ", " + elements, 200))
                + ": it must give something with elements, such as range(10), a list, an iterator or a stream");
    }

    @Override
    public Optional<Object> next() {
        Object element;
        try {
            if (!elements.hasNext()) {
                return Optional.empty();
            }
            element = elements.next();
        } catch (RuntimeException e) {
            throw new InputException(OPTION + " failed after " + count + " elements: " + e, e);
        }
        if (element == null) {
            throw new InputException(OPTION + ": element " + count + " is null, and a task needs a value", null);
        }
        count++;
        // A GString is evaluated where it is read, and is no plain value to ship.
        return Optional.of(element instanceof GString text ? text.toString() : element);
    }

    @Override
    public void close() {
        closing.run();
    }

    private static @Nullable Object evaluate(String expression) throws ExpressionException {
        try {
            return ExpressionLoader.evaluate(ExpressionCompiler.compile(OPTION, expression, Set.of()), new HashMap<>());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new ExpressionException(OPTION + " failed: " + e);
        }
    }

    private static OptionalLong size(Iterable<?> elements) {
        if (elements instanceof NumberRange range) {
            return OptionalLong.of(range.size());
        }
        if (elements instanceof Collection<?> collection) {
            return OptionalLong.of(collection.size());
        }
        return OptionalLong.empty();
    }
}
