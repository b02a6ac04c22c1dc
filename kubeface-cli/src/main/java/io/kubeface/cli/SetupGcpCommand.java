package io.kubeface.cli;

import io.kubeface.core.text.Printable;
import io.kubeface.pubsub.GoogleSetup;
import io.kubeface.pubsub.SetupStep;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kubeface setup gcp}: a bucket that tells of results, and who may do what. */
@Command(
        name = "gcp",
        mixinStandardHelpOptions = true,
        versionProvider = KubefaceVersion.class,
        sortOptions = false,
        description = {
            "Makes a bucket, a topic on which it tells of results, and the least rights of drivers and workers. What is there"
                    + " is left as it is, so that it can be run again. What it cannot make it prints as commands.",
            "With --dry-run it prints all commands and calls nobody."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All is there, but what is left to the commands that were printed.",
            "1:Something could not be made.",
            "2:The command was used wrongly; nothing was made."
        })
final class SetupGcpCommand implements Callable<Integer> {
    private static final int MAX_LENGTH = 4000;

    @Mixin
    private SetupGcpOptions options = new SetupGcpOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (GoogleSetup setup = WrongUse.unless(spec, () -> GoogleSetup.of(options.plan()))) {
            List<SetupStep> steps = setup.steps();
            if (options.dryRun()) {
                steps.forEach(step -> print(step.command()));
                return ExitCodes.OK;
            }
            boolean failed = false;
            for (SetupStep step : steps) {
                failed |= !ensure(step);
            }
            return failed ? ExitCodes.FAILED : ExitCodes.OK;
        }
    }

    private boolean ensure(SetupStep step) {
        try {
            switch (step.ensure()) {
                case THERE -> tell("there", step.name());
                case MADE -> tell("made", step.name());
                case BY_HAND -> tell("by hand", step.name() + ": " + step.command());
            }
            return true;
        } catch (IOException e) {
            tell("failed", e.getMessage() + " By hand: " + step.command());
            return false;
        }
    }

    private void tell(String how, String what) {
        print(String.format("%-8s %s", how, Printable.of(what, MAX_LENGTH)));
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
