package io.kubeface.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubeface completion}: prints what makes a shell complete the command's words. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = KubefaceVersion.class,
        description = "Prints a script that makes a shell complete commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {"  source <(kubeface completion bash)", "  source <(kubeface completion zsh)"})
final class CompletionCommand implements Callable<Integer> {
    private final Streams streams;

    @Parameters(paramLabel = "SHELL", description = "Which shell: ${COMPLETION-CANDIDATES}.")
    // The script is the same and finds out by itself in which shell it runs.
    @SuppressWarnings("UnusedVariable")
    private Shell shell = Shell.bash;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Shells; named as they are written. */
    private enum Shell {
        bash,
        zsh
    }

    CompletionCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec root = spec.root();
        String script = AutoComplete.bash(root.name(), root.commandLine());
        try {
            streams.out().write(script.getBytes(StandardCharsets.UTF_8));
            streams.out().flush();
        } catch (IOException e) {
            if (JobProblem.isBrokenPipe(e)) {
                return ExitCodes.BROKEN_PIPE;
            }
            throw e;
        }
        return ExitCodes.OK;
    }
}
