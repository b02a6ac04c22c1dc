package io.kubeface.reactor.engine;

import org.slf4j.MDC;

/** What log statements are about, in the logging context of the thread while something runs. */
final class LogContext {
    static final String JOB = "kubeface.job";
    static final String TASK = "kubeface.task";
    static final String ATTEMPT = "kubeface.attempt";

    private LogContext() {}

    /** Runs something that is about one attempt. */
    static void attempt(String task, int attempt, Runnable code) {
        run(TASK, task, () -> run(ATTEMPT, Integer.toString(attempt), code));
    }

    /** Runs something while a key has this value; afterwards it has the one that it had, or none. */
    static void run(String key, String value, Runnable code) {
        String before = MDC.get(key);
        MDC.put(key, value);
        try {
            code.run();
        } finally {
            if (before == null) {
                MDC.remove(key);
            } else {
                MDC.put(key, before);
            }
        }
    }
}
