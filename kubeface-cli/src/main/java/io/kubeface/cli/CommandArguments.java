package io.kubeface.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The command line as it was given, with each option by the name that it has here. A flag may be given as
 * {@code --flag=false}, so that a default can be taken back.
 */
final class CommandArguments {
    private static final String END_OF_OPTIONS = "--";
    private static final String ORIGINAL = "--kubeface-";

    private final List<String> arguments = new ArrayList<>();
    private final Map<OptionSpec, String> given = new HashMap<>();
    private CommandLine command;
    private int begin;

    /** Reads arguments for this command or one below it. */
    CommandArguments(CommandLine line, List<String> all) {
        command = line;
        int i = 0;
        while (i < all.size() && !all.get(i).equals(END_OF_OPTIONS)) {
            i = read(all, i);
        }
        arguments.addAll(all.subList(i, all.size()));
    }

    /** Takes one argument, and the value that follows it; returns where the next one is. */
    private int read(List<String> all, int at) {
        String argument = all.get(at);
        CommandLine below = command.getSubcommands().get(argument);
        if (below != null) {
            command = below;
            arguments.add(argument);
            begin = arguments.size();
            return at + 1;
        }
        Optional<OptionSpec> option = OptionNames.find(command.getCommandSpec(), argument);
        if (option.isEmpty()) {
            // As it is written here, so that what was probably meant is found.
            arguments.add(argument.startsWith(ORIGINAL) ? OptionNames.option(argument) : argument);
            return at + 1;
        }
        int equals = argument.indexOf('=');
        if (isFlag(option.get())) {
            readFlag(option.get(), equals < 0 ? "true" : argument.substring(equals + 1));
            return at + 1;
        }
        if (equals >= 0) {
            add(option.get(), argument.substring(equals + 1));
            return at + 1;
        }
        arguments.add(option.get().longestName());
        boolean value = at + 1 < all.size()
                && OptionNames.find(command.getCommandSpec(), all.get(at + 1)).isEmpty()
                && !all.get(at + 1).equals(END_OF_OPTIONS);
        given.put(option.get(), value ? all.get(at + 1) : "");
        if (value) {
            arguments.add(all.get(at + 1));
        }
        return at + (value ? 2 : 1);
    }

    private void readFlag(OptionSpec option, String value) {
        switch (value) {
            case "true" -> arguments.add(option.longestName());
            case "false" -> {}
            default -> arguments.add(option.longestName() + "=" + value);
        }
        given.put(option, value);
    }

    private void add(OptionSpec option, String value) {
        arguments.add(option.longestName() + "=" + value);
        given.put(option, value);
    }

    /** The command that the arguments are for. */
    CommandLine command() {
        return command;
    }

    /** The value of an option of the command; empty if it was not given. */
    Optional<String> given(OptionSpec option) {
        return Optional.ofNullable(given.get(option));
    }

    /** The value of an option by its plain name; empty if it was not given to the command or to one above it. */
    Optional<String> given(String plainName) {
        return given.entrySet().stream()
                .filter(entry -> OptionNames.plain(entry.getKey().longestName()).equals(plainName))
                .map(Map.Entry::getValue)
                .findAny();
    }

    /** Whether only help or the version is asked for. */
    boolean asksForHelp() {
        return given.keySet().stream().anyMatch(option -> option.usageHelp() || option.versionHelp())
                || command.getCommand() instanceof CommandLine.HelpCommand;
    }

    /** All arguments, and further ones of the command. */
    String[] with(List<String> further) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(begin, further);
        return all.toArray(String[]::new);
    }

    static boolean isFlag(OptionSpec option) {
        return option.arity().max() == 0;
    }
}
