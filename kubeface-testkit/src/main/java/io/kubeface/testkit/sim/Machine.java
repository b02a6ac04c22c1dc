package io.kubeface.testkit.sim;

/** What things run on, and die with. */
final class Machine {
    private final String name;
    private long stepsLeft;
    private boolean lives = true;
    private final Runnable died;

    /** Actions that are to be run on it. */
    int scheduled;

    /**
     * A machine that lives for so many steps.
     *
     * @param died called when it dies
     */
    Machine(String name, long steps, Runnable died) {
        this.name = name;
        this.stepsLeft = steps;
        this.died = died;
    }

    static Machine everlasting(String name) {
        return new Machine(name, Long.MAX_VALUE, () -> {});
    }

    boolean lives() {
        return lives;
    }

    /** Does one thing more; false when it is dead, and nothing may be done. */
    boolean step() {
        if (lives && stepsLeft-- <= 0) {
            lives = false;
            died.run();
        }
        return lives;
    }

    @Override
    public String toString() {
        return name;
    }
}
