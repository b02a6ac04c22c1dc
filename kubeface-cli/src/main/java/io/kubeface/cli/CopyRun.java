package io.kubeface.cli;

import io.kubeface.core.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.OptionalInt;

/** Copies from one place to another, and counts. For one thread. */
final class CopyRun {
    private static final int BUFFER = 1 << 16;
    private static final int MAX_LENGTH = 4000;

    private final CopyPlace source;
    private final CopyPlace target;
    private final CopyOptions options;
    private final Notices notices;
    private final CopyProgress progress;
    private long files;
    private long bytes;
    private long failures;
    private boolean tree;

    CopyRun(CopyPlace source, CopyPlace target, CopyOptions options, Notices notices, OptionalInt columns) {
        this.source = source;
        this.target = target;
        this.options = options;
        this.notices = notices;
        this.progress = new CopyProgress(notices, options.verbosity() == Verbosity.QUIET ? 0 : columns.orElse(0));
    }

    /** Copies one file. */
    void single(CopyFile file) throws IOException {
        copy(file, target.isDirectory() ? file.name() : "");
    }

    /**
     * Copies all files below the source; the others when one fails.
     *
     * @return whether there is such a directory or prefix
     */
    boolean tree() throws IOException {
        tree = true;
        if (target.isWithin(source)) {
            throw new IOException(
                    target.shown("") + " is below " + source.shown("") + ", so it would be copied into itself");
        }
        return source.each(file -> {
            try {
                copy(file, file.name());
            } catch (PlainText.OutputException e) {
                throw e;
            } catch (IOException e) {
                fail(file.name(), reason(e));
            }
        });
    }

    private void copy(CopyFile file, String name) throws IOException {
        progress.begin(file);
        boolean written = target.write(name, options.mode(), file.contentType(), out -> pump(file, out));
        notices.clearProgress();
        if (!written) {
            fail(name, target.shown(name) + " is there already; --overwrite would replace it");
            return;
        }
        files++;
        if (options.verbosity() == Verbosity.VERBOSE) {
            notices.line(Printable.of("Copied to " + target.shown(name), MAX_LENGTH));
        }
    }

    private void pump(CopyFile file, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = file.opening().open()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                bytes += count;
                progress.add(count);
            }
        }
    }

    private void fail(String name, String why) {
        failures++;
        notices.line(Printable.of((tree ? name + ": " : "The copy failed: ") + why + ".", MAX_LENGTH));
    }

    /** Tells what was done, and whether all went well. */
    boolean tell() {
        if (tree && (failures > 0 || options.verbosity() != Verbosity.QUIET)) {
            notices.line((files == 1 ? "1 file" : files + " files") + " copied, " + CopyProgress.bytes(bytes)
                    + (failures == 0 ? "." : "; " + failures + " failed."));
        }
        return failures == 0;
    }

    /** Why it failed; what the system says of files is no sentence. */
    static String reason(IOException problem) {
        if (!(problem instanceof FileSystemException system)) {
            return problem.getMessage() == null
                    ? problem.toString()
                    : problem.getMessage().replaceFirst("\\.$", "");
        }
        String file = String.valueOf(system.getFile());
        if (problem instanceof AccessDeniedException) {
            return "no permission for " + file;
        }
        if (problem instanceof NoSuchFileException) {
            return "there is no " + file;
        }
        if (problem instanceof FileAlreadyExistsException) {
            return file + " is there and is in the way";
        }
        if (problem instanceof NotDirectoryException) {
            return "there is no directory " + file;
        }
        return file + ": " + (system.getReason() == null ? system.toString() : system.getReason());
    }
}
