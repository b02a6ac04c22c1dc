package io.kubeface.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/**
 * Options that the command line does not have, from the environment, else from a file. They are added to the command line,
 * and not given to picocli as defaults: of a flag it would take one as the value to be reversed, and in an exclusive group
 * as nothing at all.
 */
final class OptionDefaults {
    private final CommandLine line;
    private final Map<String, String> environment;
    private final Map<OptionSpec, Default> used = new LinkedHashMap<>();

    /**
     * A default of an option.
     *
     * @param value as it is written there
     * @param origin where
     */
    private record Default(String value, String origin) {}

    private static final String[] TOLD = {
        "",
        "What the command line does not say about --an-option is taken from the environment variable KUBEFACE_AN_OPTION,"
                + " else from the line 'an-option = value' of the file that --config or KUBEFACE_CONFIG names, by default"
                + " $XDG_CONFIG_HOME/kubeface/config.properties ($HOME/.config/...). A flag is true or false there, and on"
                + " the command line --flag=false takes it back; several values of an option are a line each."
    };

    OptionDefaults(CommandLine line, Map<String, String> environment) {
        this.line = line;
        this.environment = environment;
    }

    /** Makes the help of all commands with options say where values come from. */
    static void tell(CommandLine command) {
        command.getSubcommands().values().forEach(OptionDefaults::tell);
        if (hasSettings(command)) {
            UsageMessageSpec usage = command.getCommandSpec().usageMessage();
            usage.footer(Stream.of(usage.footer(), TOLD).flatMap(Stream::of).toArray(String[]::new));
        }
    }

    /**
     * The arguments, completed.
     *
     * @throws ParameterException when a value is wrong or the file is
     */
    String[] complete(List<String> arguments) {
        CommandArguments given = new CommandArguments(line, arguments);
        CommandLine command = given.command();
        if (given.asksForHelp() || !hasSettings(command)) {
            return given.with(List.of());
        }
        ConfigFile file = WrongUse.unless(
                command.getCommandSpec(), () -> ConfigFile.of(given.given(KubefaceCommand.CONFIG), environment));
        checkNames(command, file);
        List<OptionSpec> settings = command.getCommandSpec().options().stream()
                .filter(OptionNames::isSetting)
                .filter(option -> mayBeDefault(command, option))
                .toList();
        for (OptionSpec option : settings) {
            String variable = OptionNames.variable(option);
            use(given, option, environment.get(variable), "the environment variable " + variable);
        }
        for (OptionSpec option : settings) {
            String value = file.values().get(OptionNames.plain(option.longestName()));
            use(given, option, value, file.file().toString());
        }
        used.keySet().removeIf(option -> !isOfUse(given, command, option));
        List<String> further = new ArrayList<>();
        used.forEach((option, value) -> further.addAll(arguments(command, option, value)));
        return given.with(further);
    }

    /** Where options came from that a message speaks of; a line for each. */
    List<String> origins(String message) {
        return used.entrySet().stream()
                .filter(entry -> message.matches("(?s).*" + entry.getKey().longestName() + "(?![a-z-]).*"))
                .map(entry -> entry.getKey().longestName() + " comes from "
                        + entry.getValue().origin() + ".")
                .toList();
    }

    private void checkNames(CommandLine command, ConfigFile file) {
        for (String name : file.values().keySet()) {
            if (!OptionNames.isSettingOfAny(line, name)) {
                throw new ParameterException(command, file.file() + ": " + UnknownOptions.describe(line, name));
            }
        }
    }

    private static boolean hasSettings(CommandLine command) {
        return !(command.getCommand() instanceof CommandLine.HelpCommand)
                && command.getCommandSpec().options().stream().anyMatch(OptionNames::isSetting);
    }

    private static boolean mayBeDefault(CommandLine command, OptionSpec option) {
        return !(command.getCommand() instanceof CommandLineOnly own)
                || !own.commandLineOnly().contains(option.longestName());
    }

    private void use(CommandArguments given, OptionSpec option, @Nullable String value, String origin) {
        if (value != null && !value.isEmpty() && !isDecided(given, option)) {
            used.put(option, new Default(value, origin));
        }
    }

    /** Whether the option, or another that excludes it, has a value already. */
    private boolean isDecided(CommandArguments given, OptionSpec option) {
        ArgGroupSpec group = option.group();
        List<OptionSpec> same = group != null && group.exclusive() ? group.options() : List.of(option);
        return same.stream().anyMatch(other -> given.given(other).isPresent() || used.containsKey(other));
    }

    private boolean isOfUse(CommandArguments given, CommandLine command, OptionSpec option) {
        return DefaultUse.of(option.longestName(), name -> {
            OptionSpec other = command.getCommandSpec().findOption(name);
            return other == null
                    ? Optional.empty()
                    : given.given(other)
                            .or(() -> Optional.ofNullable(used.get(other)).map(Default::value));
        });
    }

    private static List<String> arguments(CommandLine command, OptionSpec option, Default from) {
        String name = option.longestName();
        if (CommandArguments.isFlag(option)) {
            return switch (from.value().strip()) {
                case "true" -> List.of(name);
                case "false" -> List.of();
                default ->
                    throw new ParameterException(
                            command,
                            name + ": '" + from.value() + "' from " + from.origin() + " must be true or false");
            };
        }
        return option.isMultiValue()
                ? from.value()
                        .lines()
                        .filter(each -> !each.isBlank())
                        .map(each -> name + "=" + each)
                        .toList()
                : List.of(name + "=" + from.value());
    }
}
