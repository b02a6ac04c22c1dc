package io.kubeface.core.task;

/** What has to be in the store before an attempt's result is: its log. */
@FunctionalInterface
public interface BeforeResult {

    /** For attempts that have nothing to bring first. */
    BeforeResult NOTHING = new BeforeResult() {
        @Override
        public void bring() {}
    };

    /**
     * Called by the thread that is about to write a result object; a second time when the value could not be written
     * and a failure takes its place. It handles its own errors: a result is worth more than its log.
     */
    void bring();
}
