package io.kubeface.reactor.events;

import org.jspecify.annotations.Nullable;

/** One subscriber to the files of one directory. */
final class DirectoryListener {
    private final String prefix;
    private final HintBuffer hints;

    DirectoryListener(String prefix, HintBuffer hints) {
        this.prefix = prefix;
        this.hints = hints;
    }

    /** The directory's name below the root. */
    String directory() {
        return prefix.substring(0, prefix.length() - 1);
    }

    void written(String fileName) {
        hints.written(prefix + fileName);
    }

    void gap() {
        hints.gap();
    }

    boolean isCancelled() {
        return hints.isCancelled();
    }

    void end(@Nullable Throwable why) {
        hints.end(why);
    }
}
