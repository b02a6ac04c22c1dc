package io.kubeface.cli;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How much a command tells of what it does. */
final class VerbosityOptions {
    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private Choice choice = new Choice();

    private static final class Choice {
        @Option(
                names = "--quiet",
                description = "Tell only what fails, in as few lines as can be, and show no progress.")
        private boolean quiet;

        @Option(names = "--verbose", description = "Tell all that is known, and show the library's log.")
        private boolean verbose;
    }

    /** How much. */
    Verbosity verbosity() {
        return choice.quiet ? Verbosity.QUIET : choice.verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
    }
}
