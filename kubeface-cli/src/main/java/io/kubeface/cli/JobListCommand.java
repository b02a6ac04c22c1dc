package io.kubeface.cli;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.text.Printable;
import io.kubeface.status.StatusJson;
import io.kubeface.status.StoredStatuses;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kubeface job list}: the jobs of a storage. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = KubefaceVersion.class,
        sortOptions = false,
        description = {
            "Shows the jobs of a storage that go on, and those whose drivers died ('dead'), as their status pages tell."
                    + " Only reads."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The jobs were shown, also when there are none.",
            "1:The storage could not be read.",
            "2:The command was used wrongly."
        },
        footerHeading = "%nExample:%n",
        footer = "  kubeface job list --storage gs://my-bucket --include-done")
final class JobListCommand implements Callable<Integer> {
    private static final int MAX_LENGTH = 400;

    private final Notices notices;

    @Mixin
    private StatusOptions options = new StatusOptions();

    @Option(names = "--include-done", description = "Show those that have ended too, as long as their pages are there.")
    private boolean includeDone;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    JobListCommand(Streams streams) {
        this.notices = new Notices(streams.err());
    }

    @Override
    public Integer call() {
        try (ObjectStore store = WrongUse.unless(spec, options::open)) {
            StoredStatuses.Found found = new StoredStatuses(store, Clock.systemUTC()).list(includeDone);
            lines(found).forEach(this::print);
            found.unreadable()
                    .forEach((job, why) ->
                            notices.line(Printable.of("The status of job " + job + ": " + why, MAX_LENGTH)));
            return ExitCodes.OK;
        } catch (IOException e) {
            notices.line(Printable.of("The storage could not be read: " + e.getMessage(), MAX_LENGTH));
            return ExitCodes.FAILED;
        }
    }

    private List<String> lines(StoredStatuses.Found found) {
        if (options.json()) {
            return List.of(found.statuses().stream()
                    .map(StatusJson::line)
                    .collect(Collectors.joining(",\n  ", "[\n  ", "\n]")));
        }
        return StatusText.table(found.statuses());
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
