package io.kubeface.testkit.sim;

/** What can go wrong in a simulated world, or is at least no matter of course. */
public enum Fault {
    STORE_FAILS("a driver's call of the store fails and has done nothing"),
    STORE_ANSWER_LOST("a driver's call of the store has done what it should, and fails all the same"),
    STORE_FAILS_FOR_GOOD("a driver's call of the store fails, and would again"),
    STORE_SLOW("a driver's call of the store takes effect late"),
    STORE_ANSWER_LATE("the answer of the store comes long after the effect"),
    HINT_LOST("nobody hears of an object"),
    HINT_DOUBLED("an object is told of twice"),
    HINT_LATE("an object is told of late, after others that came later"),
    HINT_FOREIGN("an object is told of that is not there, or not yet, or not the job's"),
    GAP("the event source tells of a gap"),
    EVENTS_SILENT("the event source never says a word, not even that it listens"),
    EVENTS_FAIL("the event source ends with an error"),
    LAUNCH_REFUSED("a launch fails, has done nothing, and may be tried again"),
    LAUNCH_REFUSED_FOR_GOOD("a launch fails, and would again"),
    LAUNCH_ANSWER_LOST("a launch fails and runs all the same"),
    LAUNCH_SLOW("a launch takes minutes"),
    END_LATE("the end of a worker is told late"),
    END_DOUBLED("the end of a worker is told twice"),
    END_LOST("what is told of a worker completes without an end"),
    END_BROKEN("what is told of a worker ends with an error"),
    END_UNTOLD("nothing is ever told of the end of a worker that left its result"),
    KILL_FAILS("a kill fails and the worker runs on"),
    KILL_SLOW("a kill takes minutes"),
    KILL_HANGS("a kill is never answered and the worker runs on"),
    USER_ERROR("the function throws"),
    CRASH_BEFORE_RESULT("a worker ends and leaves nothing"),
    CRASH_AFTER_RESULT("a worker leaves its result and crashes"),
    OUT_OF_MEMORY("a worker ends for want of memory and leaves nothing"),
    DISRUPTED("the platform takes a worker away"),
    WORKER_STORE_FAILS("a worker ends as its calls of the store fail, and leaves nothing"),
    WORKER_STORE_ANSWER_LOST("a worker leaves its result and ends as if it could not"),
    NEVER_STARTS("a worker is launched and never starts; only with a schedulingTimeout"),
    HANG_BEFORE_RESULT("a worker hangs and leaves nothing; only with a timeout"),
    HANG_AFTER_RESULT("a worker leaves its result and does not end"),
    DECLARED_LOST("a worker is told to have ended, runs on, and writes its result late"),
    ORPHANS_UNTOLD("the platform cannot tell what outlived its driver"),
    STRAGGLER("the first worker takes an hour"),
    SOURCE_FAILS("the source of the inputs ends with an error"),
    SUBSCRIBER_CANCELS("the subscriber cancels in the middle"),
    SUBSCRIBER_NEVER_ASKS("the subscriber asks for nothing"),
    CLIENT_CLOSED("the client is closed in the middle"),
    DRIVER_DIES("the driver dies, and is started again with the same inputs"),
    RIVAL("a second driver works on the same inputs under the same cache key"),
    RUN_AGAIN("a job under a cache key is run again when it has ended"),
    CLEANUP_MEANWHILE("another client cleans up while jobs run"),
    ORPHANS_RUN_ON("the workers of a driver that died run on"),
    TAKEN_OVER("a driver takes over a worker that outlived another");

    private final String description;

    Fault(String description) {
        this.description = description;
    }

    /** Whether it may come at each of many moments; the others are drawn once for a whole world. */
    boolean isDrawnEachTime() {
        return compareTo(STRAGGLER) < 0 || this == ORPHANS_RUN_ON;
    }

    /** One sentence for people. */
    public String description() {
        return description;
    }
}
