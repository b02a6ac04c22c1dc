package io.kubeface.cli;

import groovy.lang.Script;

/** What expressions see beside Groovy itself. Public, because compiled expressions extend it from a loader of their own. */
public abstract class ExpressionScript extends Script {

    /** The whole numbers from 0 up to, but without, {@code stop}. */
    public NumberRange range(long stop) {
        return new NumberRange(0, stop, 1);
    }

    /** The whole numbers from {@code start} up to, but without, {@code stop}. */
    public NumberRange range(long start, long stop) {
        return new NumberRange(start, stop, 1);
    }

    /**
     * Every {@code step}th whole number from {@code start} up to (or down to, when the step is negative), but without,
     * {@code stop}.
     *
     * @throws IllegalArgumentException when the step is 0
     */
    public NumberRange range(long start, long stop, long step) {
        return new NumberRange(start, stop, step);
    }
}
