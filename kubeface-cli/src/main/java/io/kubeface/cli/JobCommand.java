package io.kubeface.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kubeface job}: looks at jobs of others. */
@Command(
        name = "job",
        description = "Looks at a job that runs, or that kept something.",
        mixinStandardHelpOptions = true,
        versionProvider = KubefaceVersion.class)
final class JobCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** With its subcommands. */
    static CommandLine of(Streams streams) {
        return new CommandLine(new JobCommand()).addSubcommand(new JobLogsCommand(streams));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Which command? For example: kubeface job logs --help");
    }
}
