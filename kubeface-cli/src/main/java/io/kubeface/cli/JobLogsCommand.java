package io.kubeface.cli;

import io.kubeface.core.lifecycle.StoredJobs;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.StoredObject;
import io.kubeface.core.text.Printable;
import io.kubeface.kubernetes.PodLogs;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kubeface job logs}: what a task has printed. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        versionProvider = KubefaceVersion.class,
        sortOptions = false,
        description = {
            "Shows what the newest attempt at a task has printed: from its pod as long as there is one, else what it left in"
                    + " the storage. Control characters are shown as \\u and their code, so that none does anything.",
            "A run keeps logs with --keep failures or --keep all."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The log was shown to its end.",
            "1:There is no such job, task or log, or it could not be read.",
            "2:The command was used wrongly.",
            "130:Interrupted (Ctrl-C).",
            "141:Nobody reads standard output any more (as in '| head')."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kubeface job logs run-20261129-101500-k3x9qa 7 --storage gs://my-bucket",
            "  kubeface job logs run-20261129-101500-k3x9qa 7 --storage gs://my-bucket --backend kubernetes --follow"
        })
final class JobLogsCommand implements Callable<Integer> {
    private static final int MAX_LENGTH = 4000;
    private static final int JOBS_NAMED = 10;

    private final Streams streams;
    private final Notices notices;

    @Mixin
    private JobLogsOptions options = new JobLogsOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    JobLogsCommand(Streams streams) {
        this.streams = streams;
        this.notices = new Notices(streams.err());
    }

    @Override
    public Integer call() {
        WrongUse.check(spec, options::check);
        try (ObjectStore store = open()) {
            return show(store);
        } catch (PlainText.OutputException e) {
            return JobProblem.isBrokenPipe(e) ? ExitCodes.BROKEN_PIPE : failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return failed("The log could not be read: " + e.getMessage());
        }
    }

    private ObjectStore open() throws IOException {
        return WrongUse.unless(spec, () -> ObjectStores.open(options.storage()));
    }

    private int failed(String message) {
        notices.line(Printable.of(message, MAX_LENGTH));
        return ExitCodes.FAILED;
    }

    private int show(ObjectStore store) throws IOException {
        StoredJobs jobs = new StoredJobs(store);
        Optional<ObjectName.Job> job = jobs.find(options.job());
        if (job.isEmpty()) {
            return failed("There is no job " + options.job() + " in " + store.url()
                    + ": it has ended and kept nothing, or its id is another. " + others(jobs.list()));
        }
        Optional<ObjectName.Log> stored = jobs.lastLog(job.get(), options.task());
        if (options.pods().wanted()) {
            try (PodLogs pods = pods()) {
                Optional<PodLogs.Found> pod = pods.find(job.get(), options.task())
                        .filter(found -> stored.isEmpty()
                                || found.attempt() > stored.get().attempt());
                if (pod.isPresent()) {
                    return show(store, jobs, job.get(), pods, pod.get());
                }
            }
        }
        return stored.isPresent() ? show(store, stored.get()) : nothing(store, job.get());
    }

    private PodLogs pods() {
        return WrongUse.unless(spec, () -> options.pods().open(PodLogs::open));
    }

    private static String others(List<ObjectName.Job> jobs) {
        if (jobs.isEmpty()) {
            return "No job is there.";
        }
        String more = jobs.size() > JOBS_NAMED ? ", and " + (jobs.size() - JOBS_NAMED) + " older ones" : "";
        return "There are: "
                + jobs.stream()
                        .map(job -> job.id().value())
                        .skip(Math.max(0, jobs.size() - JOBS_NAMED))
                        .collect(Collectors.joining(", "))
                + more;
    }

    private int show(ObjectStore store, StoredJobs jobs, ObjectName.Job job, PodLogs pods, PodLogs.Found pod)
            throws IOException {
        if (pod.waits().isPresent()) {
            if (!options.follow()) {
                return failed("Task " + options.task() + " has not begun: pod " + pod.name() + " waits, for "
                        + pod.waits().get() + ". With --follow this command waits for it.");
            }
            notices.line(Printable.of(
                    "Pod " + pod.name() + " waits, for " + pod.waits().get(), MAX_LENGTH));
        }
        PlainText shown = new PlainText(streams.out());
        if (pods.copy(pod, options.follow(), shown)) {
            shown.end();
            return ExitCodes.OK;
        }
        // Its worker has left its log before the pod went.
        Optional<ObjectName.Log> stored = jobs.lastLog(job, options.task());
        return stored.isPresent() ? show(store, stored.get()) : nothing(store, job);
    }

    private int show(ObjectStore store, ObjectName.Log log) throws IOException {
        try (StoredObject object = store.get(log.path())) {
            PlainText shown = new PlainText(streams.out());
            object.body().transferTo(shown);
            shown.end();
            return ExitCodes.OK;
        }
    }

    private int nothing(ObjectStore store, ObjectName.Job job) throws IOException {
        String task = " task " + options.task() + " of job " + job.id();
        boolean input = store.stat(new ObjectName.Input(job.key(), options.task()).path())
                .isPresent();
        if (!input) {
            return failed(
                    "There is no log of" + task + " in " + store.url()
                            + ", and no input: the job has no such task, or has not made it yet, or did not keep what was its.");
        }
        return failed("There is no log of" + task + " in " + store.url() + " yet: it has not ended, or printed nothing."
                + (options.pods().wanted()
                        ? " It has no pod either."
                        : " If it runs in a pod, say --backend kubernetes."));
    }
}
