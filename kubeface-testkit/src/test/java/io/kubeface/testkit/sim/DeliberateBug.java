package io.kubeface.testkit.sim;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.returns;

import io.kubeface.reactor.engine.Sabotage;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;

/** A rule of the engine switched off: a method of it that does something else. */
enum DeliberateBug {
    A_SLOT_IS_NOT_GIVEN_BACK("Slots", "release", advice(Sabotage.Nothing.class)),
    A_SLOT_IS_GIVEN_BACK_TWICE("Slots", "release", advice(Sabotage.OneMoreFree.class)),
    THE_WINDOW_IS_IGNORED("Limits", "tasksToBegin", advice(Sabotage.NoneOpen.class)),
    THE_DEMAND_IS_IGNORED("Limits", "tasksToBegin", advice(Sabotage.AllAskedFor.class)),
    A_STRAGGLER_HOLDS_UP_THE_OTHERS("Limits", "tasksToBegin", advice(Sabotage.NoMoreThanMayRun.class)),
    THE_ORDER_IS_IGNORED("OutputSide", "<init>", advice(Sabotage.Unordered.class)),
    RESULTS_ARE_READ_AND_GIVEN_UNASKED("OutputSide", "advance", advice(Sabotage.AllAskedFor.class)),
    THE_END_OF_A_WORKER_LEADS_TO_NO_LOOK("Decisions", "ended", advice(Sabotage.Nothing.class)),
    A_WORKER_THAT_ENDED_IS_LOST_WITHOUT_A_LOOK("Decisions", "ended", instead("lost")),
    A_LOOK_THAT_BEGAN_BEFORE_THE_END_DECIDES("Decisions", "looked", advice(Sabotage.EndedByNow.class)),
    A_SETTLED_TASK_IS_SETTLED_AGAIN("Task", "isSettled", advice(Sabotage.Never.class)),
    AN_ATTEMPT_ENDS_MORE_THAN_ONCE("Task$Launch", "hasEnded", advice(Sabotage.Never.class)),
    CANCELLING_KILLS_NOTHING("Attempts", "stop", advice(Sabotage.StoppedWithoutKills.class)),
    A_WORKER_THAT_HANGS_AFTER_ITS_RESULT_IS_NOT_KILLED("Attempts", "killLater", advice(Sabotage.Nothing.class)),
    A_KILL_IS_AWAITED_FOR_EVER("Loop", "limited", advice(Sabotage.Unlimited.class)),
    THE_SWEEP_NEVER_HAPPENS("Hearing", "sweep", advice(Sabotage.Nothing.class)),
    A_JOB_THAT_ENDED_STILL_LISTENS("Hearing", "stop", advice(Sabotage.Nothing.class)),
    RETRIES_HAVE_NO_END("Retries", "pause", advice(Sabotage.TryForEver.class)),
    NOTHING_IS_TRIED_AGAIN("Retries", "pause", advice(Sabotage.NeverAgain.class)),
    DISRUPTIONS_ARE_CHARGED_TO_THE_TASK("Budget", "of", advice(Sabotage.AllCrashes.class)),
    OBJECTS_ARE_LEFT("Cleaner", "addObjects", advice(Sabotage.Nothing.class)),
    OBJECTS_GO_WHILE_AN_ATTEMPT_RUNS("Task", "allEnded", advice(Sabotage.Always.class)),
    ANOTHER_TASKS_RESULT_IS_READ("JobIo", "read:reactor.core.publisher.Mono", advice(Sabotage.FirstTasksValue.class)),
    A_STORE_THAT_FAILS_IS_NOT_HEARD_OF("StoreCalls", "call", advice(Sabotage.ErrorSwallowed.class)),
    A_FAILED_CALL_OF_THE_STORE_IS_NOT_MADE_AGAIN("StoreCalls", "pause", advice(Sabotage.ErrorSwallowed.class)),
    THE_LAST_GROUP_IS_FORGOTTEN("InputSide", "end", advice(Sabotage.EndedWithoutFlush.class)),
    RESULTS_COME_AFTER_A_CANCELLATION("Emitter", "mute", advice(Sabotage.Nothing.class)),
    WHAT_IS_THERE_IS_NOT_REUSED("ReuseIndex", "find", advice(Sabotage.NothingFound.class)),
    WHAT_OUTLIVED_ITS_DRIVER_IS_LEFT("Preparation", "orphans", advice(Sabotage.NoneListed.class)),
    EQUAL_INPUTS_ARE_ONE_TASK("LongIntTable", "get", advice(Sabotage.Zero.class)),
    WHAT_A_CACHE_KEY_KEEPS_IS_REMOVED("Cleaner", "<init>", advice(Sabotage.WithoutCacheKey.class)),
    THE_LEASE_IS_NOT_RENEWED("Lease", "renewAll", advice(Sabotage.Nothing.class)),
    A_WORKER_THAT_HANGS_IS_LEFT("Deadlines", "started", advice(Sabotage.Nothing.class)),
    A_WORKER_THAT_NEVER_STARTS_IS_LEFT("Deadlines", "launched", advice(Sabotage.Nothing.class)),
    RERUNS_HAVE_NO_END("Speculator", "<init>", advice(Sabotage.ManyReruns.class)),
    RERUNS_BEGIN_AT_ONCE("SpeculationRule", "begins", advice(Sabotage.Always.class)),
    THE_COMPLETION_POLICY_IS_IGNORED("Completion", "during", advice(Sabotage.GoOn.class)),
    TOLERATED_FAILURES_ARE_NOT("Completion", "failIf", advice(Sabotage.FailAtOnce.class)),
    FAILURES_ARE_NOT_COUNTED("Completion$Tally", "<init>", advice(Sabotage.NoneFailed.class)),
    A_JOB_THAT_FAILS_BREAKS_OFF_WHAT_IT_OWES("Closing", "limit", advice(Sabotage.NothingOwed.class));

    /** Rewrites one method. */
    interface Change {
        DynamicType.Builder<?> apply(DynamicType.Builder<?> builder, ElementMatcher.Junction<MethodDescription> method);
    }

    private final String type;
    private final String method;

    @SuppressWarnings("ImmutableEnumChecker") // A function without state.
    private final Change change;

    DeliberateBug(String type, String method, Change change) {
        this.type = "io.kubeface.reactor.engine." + type;
        this.method = method;
        this.change = change;
    }

    String type() {
        return type;
    }

    /** The method, or of those of this name the one that returns a certain type. */
    ElementMatcher.Junction<MethodDescription> method() {
        if (method.equals("<init>")) {
            return isConstructor();
        }
        int colon = method.indexOf(':');
        return colon < 0
                ? named(method)
                : ElementMatchers.<MethodDescription>named(method.substring(0, colon))
                        .and(returns(named(method.substring(colon + 1))));
    }

    Change change() {
        return change;
    }

    private static Change advice(Class<?> advice) {
        return (builder, method) -> builder.visit(Advice.to(advice).on(method));
    }

    private static Change instead(String other) {
        return (builder, method) ->
                builder.method(method).intercept(MethodCall.invoke(named(other)).withArgument(0));
    }
}
