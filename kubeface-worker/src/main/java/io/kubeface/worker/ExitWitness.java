package io.kubeface.worker;

import io.kubeface.core.task.FailureKind;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.TaskRunner;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        List<StackTraceElement> caller = whoCalledExit();
        if (caller == null) {
            return;
        }
        try {
            runner.abort(new FailureReport(
                    FailureKind.USER_ERROR,
                    "System.exit",
                    "The function ended the JVM: System.exit was called. Return a value or throw an exception instead.",
                    caller,
                    Optional.empty(),
                    List.of()));
        } catch (IOException e) {
            voice.failure("the function called System.exit, and the store failed: " + e.getMessage());
        }
    }

    private static @Nullable List<StackTraceElement> whoCalledExit() {
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            StackTraceElement[] frames = entry.getValue();
            for (int i = frames.length - 1; i >= 0; i--) {
                if (isExit(frames[i])) {
                    return List.of(frames).subList(i, frames.length);
                }
            }
        }
        return null;
    }

    /** The JVM's own handler of signals goes another way into the shutdown, past both of these. */
    private static boolean isExit(StackTraceElement frame) {
        return frame.getMethodName().equals("exit")
                && (frame.getClassName().equals("java.lang.System")
                        || frame.getClassName().equals("java.lang.Runtime"));
    }
}
