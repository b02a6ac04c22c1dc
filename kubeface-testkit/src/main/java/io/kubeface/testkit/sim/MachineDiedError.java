package io.kubeface.testkit.sim;

/** Unwinds what a machine was doing when it died. No exception, so that nothing on the way takes it for an answer. */
final class MachineDiedError extends Error {
    private static final long serialVersionUID = 1;

    MachineDiedError(Machine machine) {
        super(machine + " is dead", null, false, false);
    }
}
