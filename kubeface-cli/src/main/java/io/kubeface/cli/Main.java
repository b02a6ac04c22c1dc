package io.kubeface.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;

/** Starts the command. */
public final class Main {
    private Main() {}

    /**
     * Runs the command and ends the JVM with its exit code.
     *
     * @param arguments as {@code kubeface --help} tells
     */
    public static void main(String[] arguments) {
        configureLog(List.of(arguments).contains("--verbose"));
        Interruption.haltOnSecondSignal();
        Streams streams = new Streams(
                System.in,
                // Not System.out, which hides that nobody reads any more.
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8),
                columns(),
                Boolean.getBoolean("kubeface.terminal.output"));
        System.exit(run(streams, System.getenv(), arguments));
    }

    /** Runs the command, with defaults of its options from an environment. */
    static int run(Streams streams, Map<String, String> environment, String... arguments) {
        CommandLine line = commandLine(streams);
        OptionDefaults defaults = new OptionDefaults(line, environment);
        line.setParameterExceptionHandler((problem, given) -> explain(problem, defaults));
        try {
            return line.execute(defaults.complete(List.of(arguments)));
        } catch (CommandLine.ParameterException e) {
            return explain(e, defaults);
        }
    }

    /** All commands. */
    static CommandLine commandLine(Streams streams) {
        CommandLine line = new CommandLine(new KubefaceCommand())
                .addSubcommand(new RunCommand(streams))
                .addSubcommand(new CopyCommand(streams))
                .addSubcommand(new CleanupCommand(streams))
                .addSubcommand(new DoctorCommand())
                .addSubcommand(SetupCommand.of())
                .addSubcommand(JobCommand.of(streams))
                .addSubcommand(new CompletionCommand(streams))
                .setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100);
        OptionDefaults.tell(line);
        return line;
    }

    /** Says what is wrong, and what was probably meant; the whole help would push that off the screen. */
    private static int explain(CommandLine.ParameterException problem, OptionDefaults defaults) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        Optional<String> instead = problem instanceof CommandLine.UnmatchedArgumentException unmatched
                ? UnknownOptions.insteadOf(unmatched.getUnmatched().get(0))
                : Optional.empty();
        instead.ifPresentOrElse(err::println, () -> {
            err.println(problem.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(problem, err);
        });
        defaults.origins(String.valueOf(problem.getMessage())).forEach(err::println);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCodes.USAGE;
    }

    /** The launcher says how wide the terminal is that standard error is, if it is one; also whether standard output is one. */
    private static OptionalInt columns() {
        int columns = Integer.getInteger("kubeface.terminal.columns", 0);
        return columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
    }

    /** Before the first logger is made. What the user set by -D stands. */
    private static void configureLog(boolean verbose) {
        setIfAbsent("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : "off");
        setIfAbsent("org.slf4j.simpleLogger.log.io.kubeface", verbose ? "debug" : "off");
        setIfAbsent("org.slf4j.simpleLogger.showDateTime", "true");
        setIfAbsent("org.slf4j.simpleLogger.dateTimeFormat", "HH:mm:ss.SSS");
        setIfAbsent("slf4j.internal.verbosity", verbose ? "INFO" : "ERROR");
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
