package io.kubeface.worker;

import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.FailureReports;
import io.kubeface.core.task.TaskRunner;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Notices that the function called {@link System#exit}, and writes that as the attempt's failure while the JVM goes
 * down. A JVM that a signal ends leaves no result: whoever sent the signal knows. The exit code stays the function's.
 */
final class ExitWitness extends Thread {

    private final TaskRunner runner;
    private final Voice voice;
    private volatile boolean dismissed;

    ExitWitness(TaskRunner runner, Voice voice) {
        super("kubeface-exit-witness");
        this.runner = runner;
        this.voice = voice;
    }

    /** The result is there: whatever ends the JVM from now on is no matter. */
    void dismiss() {
        dismissed = true;
    }

    @Override
    public void run() {
        if (dismissed) {
            return;
        }
        StackTraceElement[] caller = {};
        for (StackTraceElement[] frames : Thread.getAllStackTraces().values()) {
            for (int i = frames.length - 1; i >= 0; i--) {
                if (isSignal(frames[i])) {
                    return;
                }
                if (caller.length == 0 && isExit(frames[i])) {
                    caller = Arrays.copyOfRange(frames, i, frames.length);
                }
            }
        }
        try {
            runner.abort(failure(caller));
        } catch (IOException e) {
            voice.failure("the function called System.exit, and the store failed: " + e.getMessage());
        }
    }

    /** @param caller frames of the thread that called it; none when that is a virtual thread, whose frames nobody sees */
    private static FailureReport failure(StackTraceElement[] caller) {
        Throwable carrier = new Throwable();
        carrier.setStackTrace(caller);
        return new FailureReport(
                FailureKind.USER_ERROR,
                "System.exit",
                "The function ended the JVM: System.exit was called. Return a value or throw an exception instead.",
                FailureReports.of(carrier, FailureKind.USER_ERROR).frames(),
                Optional.empty(),
                List.of());
    }

    /** The JVM's own handler of signals, which goes into the shutdown past System and Runtime. */
    private static boolean isSignal(StackTraceElement frame) {
        return frame.getClassName().startsWith("java.lang.Terminator");
    }

    private static boolean isExit(StackTraceElement frame) {
        return frame.getMethodName().equals("exit")
                && (frame.getClassName().equals("java.lang.System")
                        || frame.getClassName().equals("java.lang.Runtime"));
    }
}
