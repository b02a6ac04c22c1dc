package io.kubeface.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.OptionalInt;

/**
 * What the command reads and writes.
 *
 * @param in standard input
 * @param out standard output; a write must fail when nobody reads any more
 * @param err standard error
 * @param columns width of the terminal that standard error is; empty when it is none
 * @param outIsTerminal whether standard output is a terminal
 */
record Streams(InputStream in, OutputStream out, PrintStream err, OptionalInt columns, boolean outIsTerminal) {}
