package io.kubeface.core.task;

import org.jspecify.annotations.Nullable;

/** Makes failures of what was thrown, by where it was thrown; each says what people need to know beyond the exception. */
final class Diagnosis {

    private static final int DEEPEST_CAUSE = 50;
    private static final long MEBIBYTE = 1024 * 1024;

    private final int classPathEntries;

    Diagnosis(int classPathEntries) {
        this.classPathEntries = classPathEntries;
    }

    /** The function's class, or a codec's, could not be read. */
    FailureReport ofFunction(Throwable thrown) {
        String missing = missingClass(thrown);
        if (missing != null) {
            return with(FailureReports.of(thrown, FailureKind.CODE_MISMATCH), missingClassSays(missing, "function"));
        }
        return with(FailureReports.of(thrown, FailureKind.CODE_MISMATCH), "The function could not be read.");
    }

    /** An input could not be read. */
    FailureReport ofInput(Throwable thrown) {
        if (outOfMemory(thrown) != null) {
            return ofMemory(thrown);
        }
        String missing = missingClass(thrown);
        return with(
                FailureReports.of(thrown, FailureKind.UNREADABLE_INPUT),
                missing == null ? "The input could not be read." : missingClassSays(missing, "input"));
    }

    /** The function threw. */
    FailureReport ofCall(Throwable thrown) {
        if (outOfMemory(thrown) != null) {
            return ofMemory(thrown);
        }
        FailureReport report = FailureReports.of(thrown, FailureKind.USER_ERROR);
        return thrown instanceof StackOverflowError ? with(report, stackSays("The function called too deep")) : report;
    }

    /** What the function returned could not be written. */
    static FailureReport ofEncoding(Throwable thrown) {
        FailureReport report = FailureReports.of(thrown, FailureKind.USER_ERROR);
        if (thrown instanceof StackOverflowError) {
            return with(report, stackSays("The value is nested too deep to be written"));
        }
        return with(report, "The value that the function returned could not be written.");
    }

    /** Memory ran out: here, or in another thread, whose error is a cause of what was thrown. */
    static FailureReport ofMemory(Throwable thrown) {
        FailureReport report = FailureReports.of(thrown, FailureKind.OUT_OF_MEMORY);
        OutOfMemoryError error = outOfMemory(thrown);
        String advice = error == null ? null : memorySays(FailureReports.message(error));
        return advice == null ? report : with(report, advice);
    }

    /** What was thrown, or a cause of it, if that says that memory ran out. */
    static @Nullable OutOfMemoryError outOfMemory(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof OutOfMemoryError error) {
                return error;
            }
            cause = FailureReports.cause(cause);
        }
        return null;
    }

    /** By the JVM's words: only some of its memory is the heap. */
    private static @Nullable String memorySays(String message) {
        if (message.contains("Java heap space") || message.contains("GC overhead limit exceeded")) {
            return "The heap limit of this JVM (-Xmx) is "
                    + Runtime.getRuntime().maxMemory() / MEBIBYTE
                    + " MiB; give the worker more memory and a larger -Xmx, or make the task smaller.";
        }
        if (message.contains("native thread")) {
            return "The system lets this process have no further thread (ulimit -u, or the limit of its container); "
                    + "start fewer threads.";
        }
        if (message.contains("Metaspace") || message.contains("Compressed class space")) {
            return "Loaded classes have filled what they may take (-XX:MaxMetaspaceSize, "
                    + "-XX:CompressedClassSpaceSize).";
        }
        if (message.contains("irect buffer memory")) { // "Direct" or "direct", by the release.
            return "Direct buffers may take as much as -XX:MaxDirectMemorySize says; without it, as much as the heap.";
        }
        if (message.contains("array size exceeds")) {
            return "No JVM has arrays of that length, however large its heap; use several.";
        }
        return null;
    }

    private static String stackSays(String what) {
        return what + " for its thread's stack, which has the JVM's default size unless -Xss says otherwise.";
    }

    private String missingClassSays(String missing, String what) {
        return "The " + what + " needs class " + missing + ", which cannot be loaded: it is in none of the "
                + classPathEntries + " entries of the job's class path, or depends on a class that is not.";
    }

    private static FailureReport with(FailureReport report, String explanation) {
        String message = report.message().isEmpty() ? explanation : report.message() + "\n" + explanation;
        return new FailureReport(
                report.kind(), report.type(), message, report.frames(), report.cause(), report.suppressed());
    }

    private static @Nullable String missingClass(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
                String name = FailureReports.message(cause);
                return name.isEmpty() ? "(unnamed)" : name.replace('/', '.');
            }
            cause = FailureReports.cause(cause);
        }
        return null;
    }
}
