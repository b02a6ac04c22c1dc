package io.kubeface.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubeface job}: looks at jobs of others, and removes what they left. */
@Command(
        name = "job",
        description = {
            "Looks at jobs that run, or have ended and left something.",
            "With --cleanup, removes what jobs left: of those that are named, or of all whose drivers died. It is what"
                    + " 'kubeface cleanup' does, which has more options."
        },
        mixinStandardHelpOptions = true,
        versionProvider = KubefaceVersion.class)
final class JobCommand implements Callable<Integer>, CommandLineOnly {
    private static final String CLEANUP = "--cleanup";

    @Option(names = CLEANUP, description = "Remove what is left of these jobs, or of all jobs of dead drivers.")
    private boolean cleanup;

    @Option(names = "--storage", paramLabel = "URL", description = "With --cleanup: where the jobs' objects are.")
    private @Nullable String storage;

    @Option(names = "--dry-run", description = "With --cleanup: remove nothing, but tell what would be.")
    private boolean dryRun;

    @Parameters(paramLabel = "JOB", arity = "0..*", description = "With --cleanup: ids of jobs.")
    private List<String> jobs = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** With its subcommands. */
    static CommandLine of(Streams streams) {
        return new CommandLine(new JobCommand())
                .addSubcommand(new JobListCommand(streams))
                .addSubcommand(new JobShowCommand(streams))
                .addSubcommand(new JobLogsCommand(streams));
    }

    @Override
    public Integer call() {
        if (!cleanup) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "Which command? For example: kubeface job list --help"
                            + (jobs.isEmpty() ? "" : ", or kubeface job show " + jobs.get(0)));
        }
        if (storage == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), CLEANUP + " needs --storage URL: where the jobs' objects are");
        }
        CommandLine command = Objects.requireNonNull(spec.root().subcommands().get("cleanup"));
        if (jobs.isEmpty()) {
            return command.execute(arguments(storage, List.of()));
        }
        int worst = ExitCodes.OK;
        for (String job : jobs) {
            worst = Math.max(worst, command.execute(arguments(storage, List.of("--job", job))));
        }
        return worst;
    }

    @Override
    public Set<String> commandLineOnly() {
        return Set.of(CLEANUP);
    }

    private String[] arguments(String url, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of("--storage", url));
        arguments.addAll(more);
        if (dryRun) {
            arguments.add("--dry-run");
        }
        return arguments.toArray(String[]::new);
    }
}
