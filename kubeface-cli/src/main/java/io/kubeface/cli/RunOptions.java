package io.kubeface.cli;

import io.kubeface.core.TaskFunction;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.reactor.DefaultStorage;
import io.kubeface.reactor.JobSpec;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.KubefaceBuilder;
import io.kubeface.reactor.backend.SampleAttempt;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code kubeface run}. */
final class RunOptions {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private FunctionOption function = new FunctionOption();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private InputOption inputs = new InputOption();

    @Mixin
    private VerbosityOptions verbosity = new VerbosityOptions();

    @Option(
            names = "--out-csv",
            paramLabel = "FILE",
            description = "Write the rows to this file, which appears when all tasks have ended and is whole then. When"
                    + " the run is interrupted or fails as a whole, no file is left. Default: standard output, row by"
                    + " row.")
    private @Nullable Path outCsv;

    @Option(
            names = "--items-per-task",
            paramLabel = "N",
            defaultValue = "1",
            description = "Work on so many values in one worker, one after the other. Default: ${DEFAULT-VALUE}.")
    private int itemsPerTask = 1;

    @Option(names = "--unordered", description = "Write rows as they are finished. Default: in the inputs' order.")
    private boolean unordered;

    @Option(
            names = "--max-simultaneous-tasks",
            paramLabel = "N",
            description = "Run at most so many tasks at once. Default: the number of processors; 10 on kubernetes.")
    private @Nullable Integer maxSimultaneousTasks;

    @Option(
            names = "--storage",
            paramLabel = "URL",
            description =
                    "Keep the job's objects in this directory or below this URL. Default: the environment variable"
                            + " KUBEFACE_STORAGE, else a directory of yours.")
    private @Nullable String storage;

    @Mixin
    private BackendOptions backend = new BackendOptions();

    @Mixin
    private PolicyOptions policies = new PolicyOptions();

    @Mixin
    private KeepOptions keep = new KeepOptions();

    @Mixin
    private NotificationOptions notifications = new NotificationOptions();

    @Option(
            names = "--poll-seconds",
            paramLabel = "N",
            description = "Look at all results every so many seconds, in case that nothing tells of one. Default: after"
                    + " 30, and ever more rarely as long as notifications and the ends of workers tell of all.")
    private @Nullable BigDecimal pollSeconds;

    @Option(names = "--job-name", paramLabel = "NAME", defaultValue = "run", description = "What the job is called.")
    private String jobName = "run";

    @Option(
            names = "--escape-formulas",
            description = "Write an apostrophe before text in the CSV that a spreadsheet would take for a formula, as"
                    + " values and results of others may be made to harm. Numbers stay as they are.")
    private boolean escapeFormulas;

    @Option(
            names = "--no-status-pages",
            description = "Write no status page into the storage. Else its address is told on standard error.")
    private boolean noStatusPages;

    @Option(
            names = "--dry-run",
            description =
                    "Print the pod, container or process that the first task would run in; start nothing, write nothing.")
    private boolean dryRun;

    @Option(
            names = "--no-progress",
            description = "Show no progress bar. There is none if standard error is no terminal.")
    private boolean noProgress;

    private static final class FunctionOption {
        @Option(
                names = "--expression",
                paramLabel = "EXPR",
                description = "Evaluate this Groovy expression, in which 'value' is the input, for example 'value**2'.")
        private @Nullable String expression;

        @Option(
                names = "--shell-command",
                paramLabel = "CMD",
                description =
                        "Run this with /bin/sh; what it prints, without the last line end, is the result. {} becomes"
                                + " \"$KUBEFACE_VALUE\", quotes included: the value is in the environment, no character of it is"
                                + " seen by the shell's parser. A value has at most 128 KiB and no NUL.")
        private @Nullable String shellCommand;
    }

    private static final class InputOption {
        @Option(
                names = "--generator-expression",
                paramLabel = "EXPR",
                description =
                        "The inputs are the elements of what this Groovy expression gives: range(10), range(2, 5),"
                                + " range(0, 10, 3), a list, an iterator, a stream. They are made as they are needed and may be"
                                + " endless.")
        private @Nullable String generator;

        @Option(
                names = "--input-file",
                paramLabel = "FILE",
                description =
                        "The inputs are the lines of this UTF-8 file; - is standard input. Read as they are needed.")
        private @Nullable Path file;
    }

    /**
     * Looks at what picocli does not.
     *
     * @throws IllegalArgumentException when an option's value is wrong
     */
    void check() {
        checkPositive("--items-per-task", itemsPerTask);
        checkPositive("--max-simultaneous-tasks", maxSimultaneousTasks == null ? 1 : maxSimultaneousTasks);
        if (pollSeconds != null && pollSeconds.compareTo(BigDecimal.ONE) < 0) {
            throw new IllegalArgumentException("--poll-seconds " + pollSeconds + ": must be 1 or more");
        }
        policies.check();
        keep.check();
        backend.factory(false);
        notifications.factory();
    }

    /** What is applied to each input. */
    TaskFunction<Object, @Nullable String> function() throws ExpressionException {
        if (function.expression != null) {
            return ExpressionFunction.of(function.expression);
        }
        return new ShellFunction(String.valueOf(function.shellCommand));
    }

    /** What it is applied to. */
    Inputs inputs(InputStream standardInput) throws ExpressionException {
        if (inputs.generator != null) {
            return GeneratorSource.inputs(inputs.generator);
        }
        Path file = inputs.file == null ? Path.of("-") : inputs.file;
        if (file.toString().equals("-")) {
            return new Inputs(
                    InputSource.flux(() -> new LineSource(standardInput, "standard input")), OptionalLong.empty());
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException("--input-file " + file + " is "
                    + (Files.isDirectory(file) ? "a directory" : Files.exists(file) ? "not readable" : "not there")
                    + ": name a text file, or - for standard input");
        }
        return new Inputs(
                InputSource.flux(() -> new LineSource(Files.newInputStream(file), file.toString())),
                OptionalLong.empty());
    }

    /** Where the rows go. */
    CsvOutput output(Streams streams) throws IOException {
        if (outCsv == null || outCsv.toString().equals("-")) {
            // Results are others' text, which must not steer the terminal.
            return CsvOutput.to(streams.outIsTerminal() ? new PlainText(streams.out()) : streams.out(), escapeFormulas);
        }
        Path directory = outCsv.toAbsolutePath().getParent();
        if (Files.isDirectory(outCsv) || directory == null || !Files.isDirectory(directory)) {
            throw new IllegalArgumentException("--out-csv " + outCsv
                    + (Files.isDirectory(outCsv) ? " is a directory" : " is in a directory that is not there")
                    + ": name a file in a directory that exists");
        }
        return CsvOutput.to(outCsv, escapeFormulas);
    }

    /** Options of the client; wrong ones are refused when it is built. */
    KubefaceBuilder client() {
        KubefaceBuilder client = Kubeface.builder()
                .backend(backend.factory(verbosity() == Verbosity.VERBOSE))
                .events(notifications.factory())
                .statusPages(!noStatusPages)
                .maxSimultaneousTasks(
                        maxSimultaneousTasks == null ? backend.defaultSimultaneousTasks() : maxSimultaneousTasks);
        if (storage != null) {
            client.storage(storage);
        }
        if (pollSeconds != null) {
            client.sweepPeriod(Duration.ofMillis(pollSeconds.movePointRight(3).longValue()));
        }
        return client;
    }

    /** What a task would run in, instead of a run; empty when a run is wanted. */
    Optional<String> preview() throws IOException {
        if (!dryRun) {
            return Optional.empty();
        }
        return Optional.of(backend.factory(verbosity() == Verbosity.VERBOSE)
                .preview(SampleAttempt.of(jobName, storageUrl()))
                .orElseThrow(() -> new IllegalArgumentException("--dry-run has nothing to show of --backend "
                        + backend.name() + "; it shows pods, containers and processes, so leave it out")));
    }

    private String storageUrl() throws IOException {
        try (ObjectStore store = ObjectStores.open(storage == null ? DefaultStorage.url() : storage)) {
            return store.url();
        }
    }

    /** Options of the job. */
    JobSpec job(Kubeface kubeface, OptionalLong size) {
        JobSpec job = keep.apply(policies.apply(kubeface.job(jobName).itemsPerTask(itemsPerTask)));
        return size.isPresent() ? job.numItems(size.getAsLong()) : job;
    }

    /** What to say of objects that stay; empty if there are none, or little is to be told. */
    Optional<String> kept(Kubeface kubeface) {
        return verbosity() == Verbosity.QUIET ? Optional.empty() : keep.told(kubeface.jobs());
    }

    /** Whether it is told where the job's status page is. */
    boolean tellsStatusPage() {
        return !noStatusPages && verbosity() != Verbosity.QUIET;
    }

    /** Whether rows come as they are finished. */
    boolean unordered() {
        return unordered;
    }

    /** How much is told. */
    Verbosity verbosity() {
        return verbosity.verbosity();
    }

    /** Whether a terminal gets a progress bar. */
    boolean progress() {
        return !noProgress && verbosity() != Verbosity.QUIET;
    }

    private static void checkPositive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " " + value + ": must be 1 or more");
        }
    }
}
