package io.kubeface.core.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a report of a {@link Throwable}, within bounds, and without asking that its class be serialisable or its
 * methods be sane. For one throwable.
 */
public final class FailureReports {
    static final int MOST_FRAMES = 1_000;
    static final int DEEPEST = 50;
    static final int MOST_SUPPRESSED = 50;
    static final int LONGEST_MESSAGE = 64 * 1024;
    /** Bounds of the whole, since causes and suppressed may branch. */
    static final int MOST_THROWABLES = 500;

    static final int MOST_FRAMES_IN_ALL = 20_000;
    static final int MOST_TEXT_IN_ALL = 1024 * 1024;

    private final FailureKind kind;
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int framesLeft = MOST_FRAMES_IN_ALL;
    private int textLeft = MOST_TEXT_IN_ALL;

    private FailureReports(FailureKind kind) {
        this.kind = kind;
    }

    /**
     * Describes a throwable with its causes and suppressed: of each at most 1,000 frames (the first and the last), a
     * message of 64 Ki characters and 50 suppressed, to a depth of 50. What was left out is said.
     */
    public static FailureReport of(Throwable throwable, FailureKind kind) {
        return new FailureReports(kind).report(throwable, 1);
    }

    /** A throwable in a line, as it prints itself; only its class when it cannot. */
    public static String line(Throwable throwable) {
        try {
            return "" + throwable;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            return throwable.getClass().getName();
        }
    }

    private FailureReport report(Throwable throwable, int depth) {
        seen.add(throwable);
        String type = throwable.getClass().getName();
        String message = cut(message(throwable));
        List<StackTraceElement> frames = frames(throwable);
        Optional<FailureReport> cause = Optional.empty();
        Throwable next = cause(throwable);
        if (next != null) {
            cause = Optional.of(child(next, depth));
        }
        return new FailureReport(kind, type, message, frames, cause, suppressed(throwable, depth));
    }

    private FailureReport child(Throwable throwable, int depth) {
        if (seen.contains(throwable)) {
            return note("already described above (a cycle, or one cause of several)", throwable);
        }
        if (depth == DEEPEST || seen.size() == MOST_THROWABLES) {
            return note("what it was caused by, or suppressed, was left out", throwable);
        }
        return report(throwable, depth + 1);
    }

    private FailureReport note(String note, Throwable throwable) {
        return FailureReport.of(kind, throwable.getClass().getName(), "[" + note + "]");
    }

    private List<FailureReport> suppressed(Throwable throwable, int depth) {
        Throwable[] all = throwable.getSuppressed();
        List<FailureReport> reports = new ArrayList<>(Math.min(all.length, MOST_SUPPRESSED));
        for (Throwable one : all) {
            if (reports.size() == MOST_SUPPRESSED) {
                reports.add(note((all.length - MOST_SUPPRESSED) + " more suppressed were left out", one));
                break;
            }
            reports.add(child(one, depth));
        }
        return reports;
    }

    private List<StackTraceElement> frames(Throwable throwable) {
        StackTraceElement[] all = stackTrace(throwable);
        int most = Math.min(MOST_FRAMES, framesLeft);
        List<StackTraceElement> frames = new ArrayList<>(Math.min(all.length, most));
        int head = all.length <= most ? all.length : most / 2;
        int tail = all.length <= most ? 0 : most - head;
        for (int i = 0; i < head; i++) {
            add(frames, all[i]);
        }
        if (head + tail < all.length) {
            int left = all.length - head - tail;
            frames.add(new StackTraceElement("[" + left + " frames were left out]", "", null, -1));
        }
        for (int i = all.length - tail; i < all.length; i++) {
            add(frames, all[i]);
        }
        framesLeft -= head + tail;
        return frames;
    }

    private static StackTraceElement[] stackTrace(Throwable throwable) {
        try {
            @Nullable StackTraceElement[] all = throwable.getStackTrace();
            return all == null ? new StackTraceElement[0] : all;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            return new StackTraceElement[0];
        }
    }

    private static void add(List<StackTraceElement> frames, @Nullable StackTraceElement frame) {
        if (frame != null) {
            frames.add(plain(frame));
        }
    }

    /** Without what a frame prints of the loader of every application. */
    private static StackTraceElement plain(StackTraceElement frame) {
        if (!"app".equals(frame.getClassLoaderName())) {
            return frame;
        }
        return new StackTraceElement(
                null,
                frame.getModuleName(),
                frame.getModuleVersion(),
                frame.getClassName(),
                frame.getMethodName(),
                frame.getFileName(),
                frame.getLineNumber());
    }

    /** Its message; empty when it has none. */
    static String message(Throwable throwable) {
        try {
            String message = throwable.getMessage();
            return message == null ? "" : message;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            return "[getMessage() threw " + e.getClass().getName() + "]";
        }
    }

    /** Its cause, if it has one and tells it. */
    @Nullable
    static Throwable cause(Throwable throwable) {
        try {
            return throwable.getCause();
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            return null;
        }
    }

    private String cut(String message) {
        int most = Math.min(LONGEST_MESSAGE, textLeft);
        textLeft -= Math.min(message.length(), most);
        if (message.length() <= most) {
            return message;
        }
        return message.substring(0, most) + " [" + (message.length() - most) + " more characters were left out]";
    }
}
