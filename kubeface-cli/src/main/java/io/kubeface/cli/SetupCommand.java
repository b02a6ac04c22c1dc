package io.kubeface.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kubeface setup}: what makes ready a place for runs. */
@Command(
        name = "setup",
        mixinStandardHelpOptions = true,
        versionProvider = KubefaceVersion.class,
        description = "Makes what runs need, where it is not there.")
final class SetupCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** With its subcommands. */
    static CommandLine of() {
        return new CommandLine(new SetupCommand()).addSubcommand(new SetupGcpCommand());
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Which place? For example: kubeface setup gcp --help");
    }
}
