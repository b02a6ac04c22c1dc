package io.kubeface.core.envelope;

/** What an object is. */
public enum ObjectKind {
    /** A job's manifest and function. */
    JOB,
    /** The inputs of one task. */
    INPUT,
    /** The values of one task whose inputs all succeeded. */
    VALUE,
    /** What became of a task's inputs when at least one failed. */
    FAILURE,
    /** The value of one remote object. */
    REMOTE
}
