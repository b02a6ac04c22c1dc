package io.kubeface.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a subcommand: shows its help. */
@Command(
        name = "kubeface",
        description = "A parallel map whose every task runs in a worker process of its own.",
        mixinStandardHelpOptions = true,
        versionProvider = KubefaceVersion.class,
        subcommands = CommandLine.HelpCommand.class)
final class KubefaceCommand implements Runnable {
    /** The option that names the file with defaults of all others. */
    static final String CONFIG = "config";

    @Option(
            names = "--" + CONFIG,
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Take what the command line does not say, and the environment neither, from this file.")
    // Read before picocli sees the arguments, as it decides about others.
    @SuppressWarnings("UnusedVariable")
    private @Nullable Path config;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command? For example: kubeface run --help");
    }
}
