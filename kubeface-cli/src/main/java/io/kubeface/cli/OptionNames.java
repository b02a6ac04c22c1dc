package io.kubeface.cli;

import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The names that an option has: {@code --poll-seconds}, in the environment, in the file, and as the original writes it. */
final class OptionNames {
    /** What options begin with; the original writes {@code --kubeface-poll-seconds}. */
    private static final String DASHES = "--";

    private static final String PREFIX = "kubeface-";
    private static final String VARIABLE_PREFIX = "KUBEFACE_";

    private OptionNames() {}

    /** The name without dashes and without the original's prefix: {@code poll-seconds}. */
    static String plain(String name) {
        String bare = name.startsWith(DASHES) ? name.substring(DASHES.length()) : name;
        return bare.startsWith(PREFIX) ? bare.substring(PREFIX.length()) : bare;
    }

    /** The same name as this option is written: {@code --poll-seconds}. */
    static String option(String name) {
        return DASHES + plain(name);
    }

    /** The variable of the environment that has an option's default: {@code KUBEFACE_POLL_SECONDS}. */
    static String variable(OptionSpec option) {
        return VARIABLE_PREFIX
                + plain(option.longestName()).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Whether an argument is written as an option of several letters is. */
    static boolean isOption(String argument) {
        return argument.startsWith(DASHES) && argument.length() > DASHES.length();
    }

    /** An option of a command by any of its names, {@code =} and a value may follow; empty if there is none. */
    static Optional<OptionSpec> find(CommandSpec command, String argument) {
        if (!isOption(argument)) {
            return Optional.empty();
        }
        int equals = argument.indexOf('=');
        return Optional.ofNullable(command.findOption(option(equals < 0 ? argument : argument.substring(0, equals))));
    }

    /** Whether an option may have a default: those that show something instead of doing it have none. */
    static boolean isSetting(OptionSpec option) {
        return !option.usageHelp()
                && !option.versionHelp()
                && !plain(option.longestName()).equals(KubefaceCommand.CONFIG);
    }

    /** Whether some command has a setting of this plain name. */
    static boolean isSettingOfAny(CommandLine line, String plainName) {
        OptionSpec option = line.getCommandSpec().findOption(DASHES + plainName);
        return (option != null && isSetting(option))
                || line.getSubcommands().values().stream().anyMatch(command -> isSettingOfAny(command, plainName));
    }
}
