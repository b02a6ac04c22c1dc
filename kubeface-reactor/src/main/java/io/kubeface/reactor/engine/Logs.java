package io.kubeface.reactor.engine;

import io.kubeface.core.name.ObjectName;
import io.kubeface.reactor.KeepPolicy.Keep;
import io.kubeface.reactor.LogNotFoundException;
import io.kubeface.reactor.TaskLog;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * The logs of a job's tasks, for its subscriber to read.
 *
 * @param keep whose logs stay when results have been given
 */
record Logs(JobIo io, Keep keep) {

    /** The log of a settled task's last attempt. It does not hold the task. */
    TaskLog of(Task task) {
        ObjectName.Log name = task.lastLog(io.job());
        String address = io.address(name);
        if (task.launches.isEmpty()) {
            return new TaskLog(address, none(() -> its(name) + " is that of an earlier run, whose result was reused."));
        }
        if (Storing.goes(keep, task)) {
            return new TaskLog(
                    address,
                    none(() -> its(name) + " was not kept: the job's policy keeps the logs of " + keep
                            + ". To read it, give the job keep(...) of a policy that keeps more, such as"
                            + " KeepPolicy.ALL."));
        }
        return new TaskLog(address, text(name, address));
    }

    private Mono<String> text(ObjectName.Log name, String address) {
        return io.log(name)
                .onErrorMap(
                        RejectedExecutionException.class,
                        closed -> new LogNotFoundException(
                                its(name) + " cannot be read, as the client is closed. It is at " + address))
                .flatMap(text -> text.map(Mono::just)
                        .orElseGet(() -> none(() -> its(name) + " is not at " + address
                                + ": the task printed nothing, its backend keeps no logs, or it was removed since.")));
    }

    private String its(ObjectName.Log name) {
        return "The log of task " + name.task() + " of job " + io.job().id();
    }

    private static Mono<String> none(Supplier<String> message) {
        return Mono.error(() -> new LogNotFoundException(message.get()));
    }
}
