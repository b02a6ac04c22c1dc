package io.kubeface.cli;

import java.io.IOException;
import java.io.PrintStream;

/** Standard error, shared by lines of text and one progress line at its end. Safe for use by several threads. */
final class Notices {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream err;
    private boolean progressShown;

    Notices(PrintStream err) {
        this.err = err;
    }

    /** Writes a line. */
    synchronized void line(String text) {
        clearProgress();
        err.println(text);
        err.flush();
    }

    /** Shows this instead of the last progress line. */
    synchronized void progress(String text) {
        err.print(CLEAR_LINE + text);
        err.flush();
        progressShown = true;
    }

    /** Removes the progress line, if there is one; the next one brings it back. */
    synchronized void clearProgress() {
        if (progressShown) {
            err.print(CLEAR_LINE);
            err.flush();
            progressShown = false;
        }
    }

    /** Writes to another stream, which may be the same terminal, where no progress line is in the way. */
    synchronized void aside(Writing writing) throws IOException {
        clearProgress();
        writing.run();
    }

    /** Something that writes. */
    @FunctionalInterface
    interface Writing {
        void run() throws IOException;
    }
}
