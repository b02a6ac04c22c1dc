package io.kubeface.cli;

import io.kubeface.core.store.PutMode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code kubeface copy}. */
final class CopyOptions {
    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description = "A file or directory, gs://BUCKET/OBJECT or gs://BUCKET/PREFIX, or - for standard input.")
    private String source = "";

    @Parameters(
            index = "1",
            paramLabel = "DESTINATION",
            arity = "0..1",
            description =
                    "The same, or - for standard output. A single file goes below a directory, and below what ends"
                            + " with a slash, under its own name; what is below a directory or prefix goes below DESTINATION.")
    private @Nullable String destination;

    @Option(
            names = "--overwrite",
            description = "Replace what is there. Default: it is left as it is, and the copy fails.")
    private boolean overwrite;

    @Option(names = "--no-error", description = "When there is no such source, copy nothing and succeed.")
    private boolean noError;

    @Option(
            names = "--print-deserialized",
            description = "Show on standard output what the object of a job holds: its header, and its values as far as"
                    + " they are made of the JDK's own value types. Needs no DESTINATION.")
    private boolean print;

    @Mixin
    private VerbosityOptions verbosity = new VerbosityOptions();

    /**
     * Looks at what picocli does not.
     *
     * @throws IllegalArgumentException when a value is wrong, or has no use
     */
    void check() {
        if (print && destination != null && !destination.equals(CopyPlace.STREAM)) {
            throw new IllegalArgumentException(
                    "--print-deserialized writes to standard output: leave out " + destination + ", or write -");
        }
        if (!print && destination == null) {
            throw new IllegalArgumentException("Where to? Name a DESTINATION, or - for standard output.");
        }
    }

    String source() {
        return source;
    }

    String destination() {
        return destination == null ? CopyPlace.STREAM : destination;
    }

    PutMode mode() {
        return overwrite ? PutMode.REPLACE : PutMode.CREATE;
    }

    boolean noError() {
        return noError;
    }

    boolean print() {
        return print;
    }

    Verbosity verbosity() {
        return verbosity.verbosity();
    }
}
