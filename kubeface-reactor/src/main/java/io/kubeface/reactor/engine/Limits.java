package io.kubeface.reactor.engine;

/**
 * How much of a job may be open at once. Pure.
 *
 * @param maxSimultaneousTasks attempts that run at once
 * @param window tasks taken and not yet emitted, at most
 * @param prefetch tasks started beyond what the subscriber has asked for
 * @param itemsPerTask inputs of one task
 */
record Limits(int maxSimultaneousTasks, int window, int prefetch, int itemsPerTask) {

    /**
     * How many more tasks may be begun: pulled - emitted stays within min(window, demand + prefetch), and of those that
     * have been begun only as many wait to be launched as there is room for, and one.
     *
     * @param demand results asked for and not yet emitted
     * @param open tasks begun and not yet emitted
     * @param notLaunched those of them that wait for their first launch
     * @param running this job's running attempts
     */
    int tasksToBegin(long demand, int open, int notLaunched, int running) {
        long demandedTasks = demand / itemsPerTask + (demand % itemsPerTask == 0 ? 0 : 1);
        long allowed = Math.min(window, Math.min(demandedTasks, Integer.MAX_VALUE) + prefetch) - open;
        long room = Math.max(1L, (long) maxSimultaneousTasks - running) - notLaunched;
        return (int) Math.max(0, Math.min(allowed, room));
    }
}
