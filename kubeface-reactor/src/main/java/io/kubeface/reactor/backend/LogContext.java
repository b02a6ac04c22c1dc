package io.kubeface.reactor.backend;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import reactor.core.scheduler.Scheduler;

/**
 * What log statements are about, in the logging context of the thread while something runs. A backend is called in that of
 * the attempt, and takes it to where it goes on. An instance never changes.
 */
public final class LogContext {
    /** The id of a job. */
    public static final String JOB = "kubeface.job";

    /** The name of a task. */
    public static final String TASK = "kubeface.task";

    /** The number of an attempt. */
    public static final String ATTEMPT = "kubeface.attempt";

    private final Map<String, String> values;

    private LogContext(Map<String, String> values) {
        this.values = values;
    }

    /** Runs something that is about one attempt. */
    public static void attempt(String task, int attempt, Runnable code) {
        run(TASK, task, () -> run(ATTEMPT, Integer.toString(attempt), code));
    }

    /** Runs something while a key has this value; afterwards it has the one that it had, or none. */
    public static void run(String key, String value, Runnable code) {
        String before = MDC.get(key);
        MDC.put(key, value);
        try {
            code.run();
        } finally {
            restore(key, before);
        }
    }

    /**
     * As {@link #run(String, String, Runnable)}.
     *
     * @throws Exception what the code throws
     */
    public static <V> V call(String key, String value, Callable<V> code) throws Exception {
        String before = MDC.get(key);
        MDC.put(key, value);
        try {
            return code.call();
        } finally {
            restore(key, before);
        }
    }

    private static void restore(String key, @Nullable String before) {
        if (before == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, before);
        }
    }

    /** What this thread's log statements are about now. */
    public static LogContext current() {
        Map<String, String> values = new TreeMap<>();
        for (String key : new String[] {JOB, TASK, ATTEMPT}) {
            String value = MDC.get(key);
            if (value != null) {
                values.put(key, value);
            }
        }
        return new LogContext(values);
    }

    /** Something that, wherever it is run, is about this. */
    public Runnable around(Runnable code) {
        Runnable all = code;
        for (Map.Entry<String, String> value : values.entrySet()) {
            Runnable inner = all;
            all = () -> run(value.getKey(), value.getValue(), inner);
        }
        return all;
    }

    /** The scheduler, but what it is given is run in the logging context of the thread that gave it. */
    static Scheduler carriedTo(Scheduler scheduler) {
        return new CarryingScheduler(scheduler);
    }
}
