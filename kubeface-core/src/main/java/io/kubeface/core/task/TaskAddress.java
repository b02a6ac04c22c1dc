package io.kubeface.core.task;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import java.util.List;

/**
 * All that an attempt must be told: where its objects are.
 *
 * @param storage URL of the storage root
 * @param job the job's object
 * @param task the task's name
 * @param attempt which launch of the task, from 1
 */
public record TaskAddress(String storage, ObjectName.Job job, TaskName task, int attempt) {

    private JobKey key() {
        return job.key();
    }

    /** The input object. */
    public ObjectName.Input input() {
        return new ObjectName.Input(key(), task);
    }

    /** The object that all attempts compete for. */
    public ObjectName.Value value() {
        return new ObjectName.Value(key(), task);
    }

    /** This attempt's failure object. */
    public ObjectName.Failure failure() {
        return job.failure(task, attempt);
    }

    /** This attempt's log object. */
    public ObjectName.Log log() {
        return job.log(task, attempt);
    }

    /** The worker's arguments, one option and its value after the other. */
    public List<String> arguments() {
        return List.of(
                "--storage", storage,
                "--job", job.path(),
                "--input", input().path(),
                "--result", value().path(),
                "--attempt", Integer.toString(attempt));
    }
}
