package io.kubeface.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command without a subcommand: shows its help. */
@Command(
        name = "kubeface",
        description = "A parallel map whose every task runs in a worker process of its own.",
        mixinStandardHelpOptions = true,
        versionProvider = KubefaceVersion.class,
        subcommands = CommandLine.HelpCommand.class)
final class KubefaceCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command? For example: kubeface run --help");
    }
}
