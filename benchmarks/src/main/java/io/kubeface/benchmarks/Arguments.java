package io.kubeface.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command line of options with values, {@code --name value}. */
final class Arguments {
    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = values;
    }

    /** @throws IllegalArgumentException when an option is not known or has no value */
    static Arguments parse(List<String> words, Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            String name = words.get(i).startsWith("--") ? words.get(i).substring(2) : "";
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        words.get(i) + " is no option; there are " + new ArrayList<>(known) + ", each with --.");
            }
            if (i + 1 == words.size()) {
                throw new IllegalArgumentException("Option --" + name + " needs a value.");
            }
            values.put(name, words.get(i + 1));
        }
        return new Arguments(values);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    boolean flag(String name, boolean otherwise) {
        String value = text(name, Boolean.toString(otherwise));
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("Option --" + name + " takes true or false; got " + value + ".");
        }
        return value.equals("true");
    }

    int number(String name, int least, int otherwise) {
        String value = text(name, Integer.toString(otherwise));
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Option --" + name + " takes a number; got " + value + ".", e);
        }
        if (number < least) {
            throw new IllegalArgumentException("Option --" + name + " is " + least + " or more; got " + value + ".");
        }
        return number;
    }
}
