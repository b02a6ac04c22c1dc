package io.kubeface.cli;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Values that have other names on the command line than in the program. */
final class NamedValues {
    private NamedValues() {}

    /** The value of a name; the error of a name that none has tells all. */
    static <V> V find(String name, V[] values, Function<V, String> names) {
        return Arrays.stream(values)
                .filter(value -> names.apply(value).equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandLine.TypeConversionException("there is no '" + name + "'; there are "
                        + Arrays.stream(values).map(names).collect(Collectors.joining(", "))));
    }
}
