package io.kubeface.cli;

import io.kubeface.core.text.Printable;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kubeface copy}: files and objects from one place to another. */
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        versionProvider = KubefaceVersion.class,
        sortOptions = false,
        description = {
            "Copies a file or an object, or all below a directory or prefix, between this machine, buckets of Google Cloud"
                    + " Storage and standard streams; through this machine, and never whole in memory.",
            "A file or object appears when it is whole. Of a directory or prefix the others are copied when one fails."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All was copied.",
            "1:There is no such source, or something failed, or was there already.",
            "2:The command was used wrongly; nothing was copied.",
            "130:Interrupted (Ctrl-C); no part of a file was left.",
            "141:Nobody reads standard output any more."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kubeface copy results.csv gs://my-bucket/results/",
            "  kubeface copy gs://my-bucket/results results",
            "  kubeface copy gs://my-bucket/kubeface/results/KEY/TASK.value --print-deserialized"
        })
final class CopyCommand implements Callable<Integer>, CommandLineOnly {
    private static final int MAX_LENGTH = 4000;

    private final Streams streams;
    private final Notices notices;

    @Mixin
    private CopyOptions options = new CopyOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CopyCommand(Streams streams) {
        this.streams = streams;
        this.notices = new Notices(streams.err());
    }

    /** What replaces files, or hides that there are none, is said where it is meant. */
    @Override
    public Set<String> commandLineOnly() {
        return Set.of("--overwrite", "--no-error", "--print-deserialized");
    }

    @Override
    public Integer call() {
        WrongUse.check(spec, options::check);
        try (Interruption interruption = new Interruption(this::tellInterrupted)) {
            return copy(interruption);
        }
    }

    private int copy(Interruption interruption) {
        try (CopyPlace source = open(options.source());
                CopyPlace target = open(options.destination())) {
            interruption.first(target::discard);
            Optional<CopyFile> file = source.file();
            if (options.print()) {
                return file.isPresent() ? print(file.get(), source) : absent(source);
            }
            CopyRun run = new CopyRun(source, target, options, notices, streams.columns());
            if (file.isPresent()) {
                run.single(file.get());
            } else if (target instanceof StreamPlace) {
                return refuseTree(source);
            } else if (!run.tree()) {
                return absent(source);
            }
            return run.tell() ? ExitCodes.OK : ExitCodes.FAILED;
        } catch (CommandLine.ParameterException e) {
            throw e;
        } catch (PlainText.OutputException e) {
            if (JobProblem.isBrokenPipe(e)) {
                return ExitCodes.BROKEN_PIPE;
            }
            return failed(e);
        } catch (IOException e) {
            return interruption.happened() ? ExitCodes.INTERRUPTED : failed(e);
        }
    }

    private CopyPlace open(String name) throws IOException {
        return WrongUse.unless(spec, () -> CopyPlace.of(name, streams));
    }

    private int print(CopyFile file, CopyPlace source) throws IOException {
        EnvelopeText text = new EnvelopeText(streams.out());
        try (var in = file.opening().open()) {
            text.write(in, source.shown(""));
        }
        return ExitCodes.OK;
    }

    private int refuseTree(CopyPlace source) throws IOException {
        if (source.isDirectory()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), source.shown("") + " is no single file, so it cannot go to standard output.");
        }
        return absent(source);
    }

    private int absent(CopyPlace source) {
        if (options.noError()) {
            return ExitCodes.OK;
        }
        notices.line(Printable.of(
                "There is nothing at " + source.shown("") + ". With --no-error that would do.", MAX_LENGTH));
        return ExitCodes.FAILED;
    }

    private int failed(IOException problem) {
        notices.line(Printable.of("The copy failed: " + CopyRun.reason(problem) + ".", MAX_LENGTH));
        return ExitCodes.FAILED;
    }

    private void tellInterrupted() {
        streams.err().println(streams.columns().isPresent() ? "\r\u001b[KInterrupted." : "Interrupted.");
        streams.err().flush();
    }
}
