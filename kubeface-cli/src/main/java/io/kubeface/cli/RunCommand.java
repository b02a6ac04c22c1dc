package io.kubeface.cli;

import io.kubeface.core.TaskFunction;
import io.kubeface.reactor.JobSpec;
import io.kubeface.reactor.Kubeface;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kubeface run}: a job from the shell. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = KubefaceVersion.class,
        sortOptions = false,
        description = {
            "Applies an expression or a shell command to each input, in worker processes, and writes the results as CSV"
                    + " with the columns Value and Result.",
            "A failed task has no row: it is named on standard error, by its number (from 0, in the inputs' order) and"
                    + " with its message."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Every task succeeded.",
            "1:A task failed, or the job as a whole did.",
            "2:The command was used wrongly; nothing was started.",
            "130:Interrupted (Ctrl-C); workers and temporary objects are gone. A second Ctrl-C does not wait for that.",
            "141:Nobody reads standard output any more (as in '| head'); the rest was cancelled."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kubeface run --expression 'value**2' --generator-expression 'range(10)'",
            "  ls | kubeface run --shell-command 'wc -c < {}' --input-file - --out-csv sizes.csv"
        })
final class RunCommand implements Callable<Integer> {
    private final Streams streams;
    private final Notices notices;

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RunCommand(Streams streams) {
        this.streams = streams;
        this.notices = new Notices(streams.err());
    }

    @Override
    public Integer call() {
        // Before anything is opened, and until all is closed: nothing may be left behind in between.
        try (Interruption interruption = new Interruption(this::tellInterrupted)) {
            return call(interruption);
        }
    }

    private int call(Interruption interruption) {
        TaskFunction<Object, @Nullable String> function;
        Inputs inputs;
        CsvOutput out;
        FailureReports failures = new FailureReports(notices, options.verbosity());
        try {
            options.check();
            function = options.function();
            Optional<String> preview = options.preview();
            if (preview.isPresent()) {
                return show(preview.get());
            }
            inputs = options.inputs(streams.in());
            out = options.output(streams);
        } catch (ExpressionException | IllegalArgumentException | IOException e) {
            throw WrongUse.of(spec, e);
        }
        interruption.first(out::discard);
        try (CsvOutput opened = out;
                StatusPageNotice page = new StatusPageNotice(notices);
                Kubeface kubeface = open()) {
            // By another thread, as this one may hold locks for as long as nobody reads the rows.
            interruption.first(kubeface::close);
            if (options.tellsStatusPage()) {
                page.of(kubeface);
            }
            try {
                long tasks = writeRows(kubeface, function, inputs, opened, failures);
                opened.complete();
                failures.summarise(tasks);
            } finally {
                options.kept(kubeface).ifPresent(notices::line);
            }
            return failures.any() ? ExitCodes.FAILED : ExitCodes.OK;
        } catch (CommandLine.ParameterException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            return interruption.happened() ? ExitCodes.INTERRUPTED : JobProblem.report(e, notices, options.verbosity());
        }
    }

    private int show(String preview) throws IOException {
        streams.out().write(preview.getBytes(StandardCharsets.UTF_8));
        streams.out().flush();
        return ExitCodes.OK;
    }

    private Kubeface open() {
        return WrongUse.unless(spec, () -> options.client().build());
    }

    private long writeRows(
            Kubeface kubeface,
            TaskFunction<Object, @Nullable String> function,
            Inputs inputs,
            CsvOutput out,
            FailureReports failures)
            throws IOException {
        try (ProgressDisplay progress = progress(inputs)) {
            JobSpec job = progress.watch(options.job(kubeface, inputs.size()));
            return new MapRun(job, options.unordered(), out, failures, notices).run(function, inputs.values());
        }
    }

    private ProgressDisplay progress(Inputs inputs) {
        return options.progress() && streams.columns().isPresent()
                ? new ProgressLine(notices, streams.columns().getAsInt(), inputs.size())
                : ProgressDisplay.NONE;
    }

    private void tellInterrupted() {
        streams.err().println(streams.columns().isPresent() ? "\r\u001b[KInterrupted." : "Interrupted.");
        streams.err().flush();
    }
}
