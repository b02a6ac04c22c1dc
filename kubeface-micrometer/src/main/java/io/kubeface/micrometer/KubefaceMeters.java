package io.kubeface.micrometer;

import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import reactor.util.context.ContextView;

/**
 * Meters of all jobs of a client. Names of jobs and tasks are no tags, so there are as many meters as there are kinds of
 * things that happen:
 *
 * <ul>
 *   <li>{@code kubeface.jobs}, timer, from the begin of a job to its end; tag {@code end}: {@code completed},
 *       {@code cancelled} or {@code failed}
 *   <li>{@code kubeface.jobs.active}, gauge
 *   <li>{@code kubeface.tasks}, timer, from the taking of a task's first input to its outcome; tag {@code outcome}:
 *       {@code success}, {@code reused}, {@code failure}, or what it failed of, such as {@code worker_crash}, where that
 *       is known without a look into what the worker left
 *   <li>{@code kubeface.tasks.queued}, timer, from the same to a task's first launch
 *   <li>{@code kubeface.inputs.emitted}, counter
 *   <li>{@code kubeface.attempts}, timer, from the start of an attempt to its end
 *   <li>{@code kubeface.attempts.launched}, counter; tag {@code speculative}
 *   <li>{@code kubeface.attempts.lost}, counter; tag {@code kind}: what it died of
 *   <li>{@code kubeface.attempts.retried}, counter; tag {@code kind}: what the one before died of
 *   <li>{@code kubeface.running}, gauge: attempts that run now
 *   <li>{@code kubeface.slots}, gauge: attempts that may run at once
 * </ul>
 *
 * Meters of several clients on one registry need registries of their own, or common tags that differ. Safe for use by
 * several threads.
 */
public final class KubefaceMeters implements JobObserver {
    private final MeterRegistry registry;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong slots = new AtomicLong();

    private KubefaceMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("kubeface.jobs.active", active, AtomicInteger::get)
                .description("Jobs that go on")
                .register(registry);
        Gauge.builder("kubeface.running", running, AtomicInteger::get)
                .description("Attempts that run")
                .register(registry);
        Gauge.builder("kubeface.slots", slots, AtomicLong::get)
                .description("Attempts that may run at once")
                .register(registry);
    }

    /** Meters in this registry; give it to {@code KubefaceBuilder.observer}. */
    public static KubefaceMeters on(MeterRegistry registry) {
        return new KubefaceMeters(registry);
    }

    @Override
    public Consumer<JobEvent.OfJob> begins(JobEvent.JobBegan job, ContextView context) {
        active.incrementAndGet();
        slots.set(job.slots());
        return new OneJob(job)::happened;
    }

    /** What has to be known of a job to measure it. */
    private final class OneJob {
        private final JobEvent.JobBegan began;
        /** The task that was just said to be reused: its outcome is the next that is told of it. */
        private String reused = "";

        OneJob(JobEvent.JobBegan began) {
            this.began = began;
        }

        void happened(JobEvent.OfJob event) {
            if (event instanceof JobEvent.AttemptLaunched launched) {
                launched(launched);
            } else if (event instanceof JobEvent.AttemptEnded ended) {
                running.decrementAndGet();
                timer("kubeface.attempts", "Attempts, from start to end").record(ended.ran());
            } else if (event instanceof JobEvent.AttemptLost lost) {
                count("kubeface.attempts.lost", "kind", Tags.of(lost.kind()), 1);
            } else if (event instanceof JobEvent.TaskRetried retried) {
                count("kubeface.attempts.retried", "kind", Tags.of(retried.kind()), 1);
            } else if (event instanceof JobEvent.TaskReused task) {
                reused = task.task();
            } else if (event instanceof JobEvent.TaskSettled settled) {
                timer(
                                "kubeface.tasks",
                                "Tasks, from the taking of an input to its outcome",
                                "outcome",
                                outcome(settled))
                        .record(settled.elapsed());
            } else if (event instanceof JobEvent.TaskEmitted emitted) {
                registry.counter("kubeface.inputs.emitted").increment(emitted.inputs());
            } else if (event instanceof JobEvent.JobEnded ended) {
                active.decrementAndGet();
                timer("kubeface.jobs", "Jobs, from begin to end", "end", Tags.of(ended.end()))
                        .record(Duration.between(began.time(), ended.time()));
            }
        }

        private void launched(JobEvent.AttemptLaunched launched) {
            running.incrementAndGet();
            if (launched.task().equals(reused)) {
                // What was there could not be read.
                reused = "";
            }
            count("kubeface.attempts.launched", "speculative", Boolean.toString(launched.speculative()), 1);
            if (launched.attempt() == 1) {
                timer("kubeface.tasks.queued", "Tasks, from the taking of an input to the first launch")
                        .record(launched.queued());
            }
        }

        private String outcome(JobEvent.TaskSettled settled) {
            if (settled.task().equals(reused)) {
                return "reused";
            }
            return settled.succeeded()
                    ? "success"
                    : settled.failure().map(Tags::of).orElse("failure");
        }

        private void count(String name, String tag, String value, double amount) {
            registry.counter(name, tag, value).increment(amount);
        }

        private Timer timer(String name, String description, String... tags) {
            return Timer.builder(name).description(description).tags(tags).register(registry);
        }
    }
}
