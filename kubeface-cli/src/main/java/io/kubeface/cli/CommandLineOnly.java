package io.kubeface.cli;

import java.util.Set;

/** A command with options that have no default from elsewhere, as they say what one call of it is about. */
interface CommandLineOnly {
    /** Their names, with dashes. */
    Set<String> commandLineOnly();
}
