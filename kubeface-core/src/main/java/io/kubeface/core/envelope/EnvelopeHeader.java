package io.kubeface.core.envelope;

import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.RunReport;
import java.util.Optional;

/**
 * What stands at the beginning of an object.
 *
 * @param kind what the object is
 * @param items how many items follow, at least 1
 * @param manifest there in a {@link ObjectKind#JOB} and nowhere else
 * @param run there in a {@link ObjectKind#VALUE} and a {@link ObjectKind#FAILURE} and nowhere else
 */
public record EnvelopeHeader(ObjectKind kind, int items, Optional<JobManifest> manifest, Optional<RunReport> run) {
    public EnvelopeHeader {
        if (items < 1) {
            throw new IllegalArgumentException("An object has at least one item; got " + items + ".");
        }
        if (manifest.isPresent() != (kind == ObjectKind.JOB)) {
            throw new IllegalArgumentException("A manifest stands in a JOB and nowhere else; this is a " + kind + ".");
        }
        boolean result = kind == ObjectKind.VALUE || kind == ObjectKind.FAILURE;
        if (run.isPresent() != result) {
            throw new IllegalArgumentException(
                    "A run report stands in a VALUE or FAILURE and nowhere else; this is a " + kind + ".");
        }
    }

    /** The header of a job, whose one item is its function. */
    public static EnvelopeHeader job(JobManifest manifest) {
        return new EnvelopeHeader(ObjectKind.JOB, 1, Optional.of(manifest), Optional.empty());
    }

    /** The header of a task's inputs. */
    public static EnvelopeHeader input(int items) {
        return new EnvelopeHeader(ObjectKind.INPUT, items, Optional.empty(), Optional.empty());
    }

    /** The header of a remote object, whose one item is its value. */
    public static EnvelopeHeader remote() {
        return new EnvelopeHeader(ObjectKind.REMOTE, 1, Optional.empty(), Optional.empty());
    }

    /**
     * The header of a task's result.
     *
     * @param kind VALUE or FAILURE
     */
    public static EnvelopeHeader result(ObjectKind kind, RunReport run, int items) {
        return new EnvelopeHeader(kind, items, Optional.empty(), Optional.of(run));
    }
}
