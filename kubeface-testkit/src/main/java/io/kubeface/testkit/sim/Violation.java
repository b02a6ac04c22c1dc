package io.kubeface.testkit.sim;

/**
 * What must not be.
 *
 * @param invariant its short name, as in the documentation: {@code I1} to {@code I9}, or {@code progress}
 * @param what happened, for people
 */
public record Violation(String invariant, String what) {}
