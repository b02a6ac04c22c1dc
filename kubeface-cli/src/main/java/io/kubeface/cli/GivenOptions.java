package io.kubeface.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Options of a backend that were given, each with what it does to the backend's builder.
 *
 * @param <B> the builder
 */
final class GivenOptions<B> {
    private final List<Given<B>> all = new ArrayList<>();

    private record Given<B>(String name, Consumer<B> use) {}

    /** What an option with a key and a value does. */
    @FunctionalInterface
    interface Pair<B> {
        void accept(B builder, String key, String value);
    }

    /** An option, if it was given: null if it was not. */
    <V> void one(String name, @Nullable V value, BiConsumer<B, V> use) {
        if (value != null) {
            all.add(new Given<>(name, builder -> use.accept(builder, value)));
        }
    }

    /** An option that may be repeated, with a key and a value each time. */
    void each(String name, Map<String, String> pairs, Pair<B> use) {
        pairs.forEach((key, value) -> all.add(new Given<>(name, builder -> use.accept(builder, key, value))));
    }

    /** Their names, in the order in which they were added. */
    List<String> names() {
        return all.stream().map(Given::name).toList();
    }

    /** Tells them to a builder, in that order. */
    void applyTo(B builder) {
        all.forEach(option -> option.use().accept(builder));
    }
}
