package io.kubeface.reactor.backend;

import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.WorkerExit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pure: what the end of a worker process says, if it left no result. For backends whose workers are processes. */
public final class ExitReasons {
    private static final int SIGNALLED = 128;
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "HUP"),
            Map.entry(2, "INT"),
            Map.entry(3, "QUIT"),
            Map.entry(4, "ILL"),
            Map.entry(6, "ABRT"),
            Map.entry(7, "BUS"),
            Map.entry(8, "FPE"),
            Map.entry(9, "KILL"),
            Map.entry(11, "SEGV"),
            Map.entry(13, "PIPE"),
            Map.entry(15, "TERM"),
            Map.entry(24, "XCPU"),
            Map.entry(25, "XFSZ"),
            Map.entry(31, "SYS"));

    /** What a JVM, or the command before it, says when it does not get as far as the worker. */
    private static final List<String> NEVER_STARTED = List.of(
            "Error occurred during initialization of VM",
            "Error: Could not create the Java Virtual Machine",
            "Error: Could not find or load main class",
            "Error: Unable to initialize main class",
            "Unrecognized option: ",
            "setsid: failed to execute");

    private ExitReasons() {}

    /**
     * Reads an exit.
     *
     * @param code as {@link Process#exitValue()} tells it, where 128 and more may be a signal
     * @param logTail the last of what it printed
     * @param killed whether this driver killed it
     * @param evidence further lines of the platform
     */
    public static Exit of(int code, String logTail, boolean killed, List<String> evidence) {
        return new Exit(kind(code, logTail), reason(code, logTail, killed), logTail, evidence);
    }

    private static FailureKind kind(int code, String logTail) {
        if (neverStarted(code, logTail)) {
            return FailureKind.LAUNCH;
        }
        if (outOfMemory(code, logTail)) {
            return FailureKind.OUT_OF_MEMORY;
        }
        WorkerExit exit = workerExit(code);
        return exit == null ? FailureKind.WORKER_CRASH : kind(exit);
    }

    /** What became of the task when a worker ended so and yet left no result. */
    static FailureKind kind(WorkerExit exit) {
        return switch (exit) {
            case SUCCESS, BROKEN, DRIVER_GONE -> FailureKind.WORKER_CRASH;
            case USAGE -> FailureKind.LAUNCH;
            case FUNCTION_FAILED -> FailureKind.USER_ERROR;
            case CODE_REFUSED -> FailureKind.CODE_MISMATCH;
            case INPUT_UNREADABLE -> FailureKind.UNREADABLE_INPUT;
            case STORAGE_FAILED -> FailureKind.STORAGE;
            case OUT_OF_MEMORY -> FailureKind.OUT_OF_MEMORY;
        };
    }

    private static String reason(int code, String logTail, boolean killed) {
        if (killed) {
            return "killed by the driver";
        }
        if (neverStarted(code, logTail)) {
            return "the worker's JVM did not start (exit code " + code + "): " + firstLines(logTail);
        }
        if (code > SIGNALLED && SIGNALS.containsKey(code - SIGNALLED)) {
            int signal = code - SIGNALLED;
            return "killed by signal " + signal + " (" + SIGNALS.get(signal) + ")" + hint(signal);
        }
        return "ended with exit code " + code + meaning(code, logTail);
    }

    private static String hint(int signal) {
        return switch (signal) {
            case 6 -> ": the JVM gave up on a fatal error of its own or of native code";
            case 9 -> ": by a person, or by the system when memory ran out";
            case 4, 7, 8, 11 -> ": native code failed";
            default -> "";
        };
    }

    private static String meaning(int code, String logTail) {
        if (outOfMemory(code, logTail)) {
            return ": out of memory";
        }
        WorkerExit exit = workerExit(code);
        if (exit == null) {
            return ": something, perhaps the function, ended the JVM before a result was written";
        }
        return switch (exit) {
            case SUCCESS -> ": no error, but the result is not in the store";
            case BROKEN -> ": the worker itself failed, or something, perhaps the function, ended the JVM";
            case USAGE -> ": the worker did not understand its arguments; do driver and worker have the same version?";
            case FUNCTION_FAILED -> ": the function failed, but its failure is not in the store";
            case CODE_REFUSED -> ": the worker refused the code";
            case INPUT_UNREADABLE -> ": the worker could not read the input";
            case STORAGE_FAILED -> ": the worker could not read or write the store";
            case OUT_OF_MEMORY -> ": out of memory";
            case DRIVER_GONE -> ": the worker took the driver for dead";
        };
    }

    @Nullable
    private static WorkerExit workerExit(int code) {
        for (WorkerExit exit : WorkerExit.values()) {
            if (exit.code() == code) {
                return exit;
            }
        }
        return null;
    }

    private static boolean neverStarted(int code, String logTail) {
        return (code == 1 || code == 126 || code == 127) && containsAny(logTail, NEVER_STARTED);
    }

    private static boolean outOfMemory(int code, String logTail) {
        return (code == 3 && logTail.contains("Terminating due to java.lang.OutOfMemoryError"))
                || (code == 1 && logTail.contains("insufficient memory for the Java Runtime Environment"));
    }

    private static boolean containsAny(String text, List<String> parts) {
        for (String part : parts) {
            if (text.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static String firstLines(String text) {
        int shown = 500;
        String trimmed = text.strip();
        return (trimmed.length() <= shown ? trimmed : trimmed.substring(0, shown) + "…").replace("\n", " / ");
    }
}
