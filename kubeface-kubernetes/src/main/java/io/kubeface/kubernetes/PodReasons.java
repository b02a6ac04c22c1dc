package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Exit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why one pod ends: because of what the driver did, or else what the cluster tells of it. Safe for use by several threads. */
final class PodReasons {
    private final PodExits exits;
    private final PodEvidence evidence;

    /** With its namespace. */
    private final String pod;

    private boolean killed;

    /** How it was when it was last heard of. */
    @Nullable
    private PodState last;

    /** Of the driver, which then had it deleted. */
    @Nullable
    private Exit verdict;

    /** What is told if it is killed and has not run. */
    private Exit killedWaiting = PodExits.killed();

    /**
     * @param pod its namespace and name
     */
    PodReasons(PodExits exits, PodEvidence evidence, String pod) {
        this.exits = exits;
        this.evidence = evidence;
        this.pod = pod;
    }

    synchronized void seen(PodState state) {
        last = state;
    }

    synchronized void kill(boolean begun) {
        killed = begun;
    }

    /** It cannot be created yet, for want of this; empty when it was. */
    synchronized void waitsFor(Optional<String> room) {
        killedWaiting = room.isPresent() ? PodExits.killedWaiting(room, List.of()) : PodExits.killed();
    }

    /** What keeps it from running is asked for before it is gone. Blocking. */
    void noteWhyItWaits() {
        List<String> events = evidence.events();
        synchronized (this) {
            killedWaiting = PodExits.killedWaiting(
                    last == null ? Optional.empty() : last.imageTrouble().or(last::unscheduled), events);
        }
    }

    synchronized Exit killedWaiting() {
        return killedWaiting;
    }

    /** Its container cannot be made, and it is to end for that; empty when that has passed. Blocking. */
    Optional<Exit> condemnForImage() {
        Optional<String> trouble;
        synchronized (this) {
            trouble = last == null || killed ? Optional.empty() : last.imageTrouble();
        }
        Optional<Exit> exit = trouble.map(words -> PodExits.with(exits.image(words), evidence.events()));
        synchronized (this) {
            verdict = exit.orElse(null);
        }
        return exit;
    }

    /** Of one that is gone, whose end nobody saw; empty when the driver did not end it. */
    synchronized Optional<Exit> own() {
        return Optional.ofNullable(killed ? killedWaiting : verdict);
    }

    /** Of one that is gone, whose end nobody saw, and the driver did not end it. */
    Exit lost(Optional<String> disruption) {
        return PodExits.gone(pod, disruption);
    }

    /** As it was last heard of. */
    synchronized Exit lost() {
        return lost(last == null ? Optional.empty() : last.disruption());
    }

    /** Of one that is over. Blocking. */
    Exit of(Pod over) {
        String tail = evidence.logTail(over);
        Exit exit;
        synchronized (this) {
            exit = exits.of(over, tail, killed);
            if (verdict != null) {
                return verdict;
            }
            if (killed) {
                return PodState.of(over).place().isPresent() ? exit : killedWaiting;
            }
        }
        boolean platforms = PodState.failed(over) && exit.ifNoResult() != FailureKind.USER_ERROR;
        return platforms ? withEvents(exit) : exit;
    }

    /** Blocking. */
    Exit withEvents(Exit exit) {
        return PodExits.with(exit, evidence.events());
    }
}
