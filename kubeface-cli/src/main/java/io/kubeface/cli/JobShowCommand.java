package io.kubeface.cli;

import io.kubeface.core.name.JobId;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.text.Printable;
import io.kubeface.status.StatusJson;
import io.kubeface.status.StoredStatus;
import io.kubeface.status.StoredStatuses;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubeface job show}: how a job stands. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = KubefaceVersion.class,
        sortOptions = false,
        description = {
            "Shows how a job stands, or stood when it ended, as its status page tells. Only reads.",
            "With --watch, goes on until the job ends: a line that renews itself if standard error is a terminal, else a"
                    + " line whenever something has changed; and all of it at the end."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The job was shown; with --watch, to its end, whichever it was.",
            "1:There is no such job, its driver died while it was watched, or the storage could not be read.",
            "2:The command was used wrongly.",
            "130:Interrupted (Ctrl-C)."
        },
        footerHeading = "%nExample:%n",
        footer = "  kubeface job show run-20261129-101500-k3x9qa --storage gs://my-bucket --watch")
final class JobShowCommand implements Callable<Integer> {
    private static final int MAX_LENGTH = 400;

    private final Streams streams;
    private final Notices notices;
    private final JobWatch.Pause pause;

    @Parameters(paramLabel = "JOB", description = "The job's id.")
    private String job = "";

    @Mixin
    private StatusOptions options = new StatusOptions();

    @Option(names = "--watch", description = "Go on until the job ends.")
    private boolean watch;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    JobShowCommand(Streams streams) {
        this(streams, JobWatch.TWO_SECONDS);
    }

    /** With other pauses between two looks. */
    JobShowCommand(Streams streams, JobWatch.Pause pause) {
        this.streams = streams;
        this.notices = new Notices(streams.err());
        this.pause = pause;
    }

    @Override
    public Integer call() {
        JobId id = WrongUse.unless(spec, () -> new JobId(job));
        try (ObjectStore store = WrongUse.unless(spec, options::open)) {
            StoredStatuses statuses = new StoredStatuses(store, Clock.systemUTC());
            Optional<StoredStatus> first = statuses.find(id);
            if (first.isEmpty()) {
                return missing(store, statuses, id);
            }
            return watch ? watch(statuses, first.get()) : show(first.get());
        } catch (IOException e) {
            return failed("The status could not be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCodes.INTERRUPTED;
        }
    }

    private int watch(StoredStatuses statuses, StoredStatus first) throws IOException, InterruptedException {
        StoredStatus last = new JobWatch(statuses, pause, this::tell).watch(first);
        notices.clearProgress();
        show(last);
        return last.life() == StoredStatus.Life.DONE ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private void tell(StoredStatus stored) {
        if (options.json()) {
            print(StatusJson.line(stored));
        } else if (streams.columns().isPresent()) {
            // A character in the last column makes some terminals go to the next line.
            notices.progress(
                    Printable.of(StatusText.line(stored), streams.columns().getAsInt() - 2));
        } else {
            print(StatusText.line(stored));
        }
    }

    private int show(StoredStatus stored) {
        if (options.json()) {
            print(StatusJson.line(stored));
        } else {
            StatusText.lines(stored).forEach(this::print);
        }
        return ExitCodes.OK;
    }

    private int missing(ObjectStore store, StoredStatuses statuses, JobId id) throws IOException {
        Optional<String> meant =
                Nearest.of(id.value(), statuses.ids().stream().map(JobId::value).toList());
        return failed("There is no status of a job " + id + " in " + store.url() + ". "
                + meant.map(other -> "Did you mean " + other + "?")
                        .orElse("'kubeface job list --include-done' shows those that are there."));
    }

    private int failed(String message) {
        notices.line(Printable.of(message, MAX_LENGTH));
        return ExitCodes.FAILED;
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
