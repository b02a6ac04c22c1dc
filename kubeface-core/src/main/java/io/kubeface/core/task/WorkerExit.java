package io.kubeface.core.task;

/** With what a worker's process ends; documented for people and read by backends. */
public enum WorkerExit {
    /** The value is in the store: this attempt's, or one that was there first. */
    SUCCESS(0),
    /**
     * The worker itself failed: it could not keep code or log on its machine, or has a defect; the failure is in the
     * store if it could be written. A JVM ends with the same code when it cannot start.
     */
    BROKEN(1),
    /** The arguments were wrong. */
    USAGE(2),
    /** A failure of the function is in the store. */
    FUNCTION_FAILED(10),
    /** The code was refused; the failure is in the store if it could be written. */
    CODE_REFUSED(11),
    /** The input could not be read; the failure is in the store. */
    INPUT_UNREADABLE(12),
    /** The store could not be read or written: no result. */
    STORAGE_FAILED(13),
    /** Out of memory; the failure is in the store if it could be written. */
    OUT_OF_MEMORY(14),
    /** The driver went away. */
    DRIVER_GONE(15);

    private final int code;

    WorkerExit(int code) {
        this.code = code;
    }

    /** The process's exit code. */
    public int code() {
        return code;
    }
}
