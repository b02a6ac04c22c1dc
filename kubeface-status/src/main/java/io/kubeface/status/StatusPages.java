package io.kubeface.status;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.JobPages;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

/**
 * The status pages of one client. All writing is done by one thread, which begins with the first job: a storage that hangs
 * holds up other pages and nothing else. Safe for use by several threads.
 */
final class StatusPages implements JobPages {
    /** How long the last pages may take when the client is closed. */
    static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(StatusPages.class);

    private final Environment environment;
    private final Supplier<Scheduler> schedulers;
    private final Scheduler timer;
    private final Set<JobPage> pages = ConcurrentHashMap.newKeySet();
    private @Nullable Scheduler writing;

    /**
     * Makes them; nothing is started yet.
     *
     * @param schedulers gives a scheduler of one thread, which is then this one's own
     * @param timer bounds how long the end takes
     */
    StatusPages(Environment environment, Supplier<Scheduler> schedulers, Scheduler timer) {
        this.environment = environment;
        this.schedulers = schedulers;
        this.timer = timer;
    }

    @Override
    public Consumer<JobEvent.OfJob> begins(JobEvent.JobBegan job, ContextView context) {
        JobPage page = new JobPage(job, environment, scheduler(), pages::remove);
        pages.add(page);
        log.info("Job {}: status page {}", job.job(), addresses(job.job()).active());
        page.begin();
        return page;
    }

    @Override
    public Addresses addresses(String job) {
        JobId id = new JobId(job);
        return new Addresses(address(id, true), address(id, false));
    }

    private String address(JobId job, boolean active) {
        return PageAddress.of(environment.store(), new ObjectName.Status(active, job, ObjectName.Status.Format.HTML));
    }

    @Override
    public Mono<Void> close() {
        return Flux.defer(() -> Flux.fromIterable(Set.copyOf(pages)))
                .flatMap(JobPage::written)
                .then()
                .timeout(LONGEST_CLOSE, Mono.fromRunnable(this::tellUnwritten), timer)
                .doFinally(signal -> dispose());
    }

    private void tellUnwritten() {
        log.warn("The last status pages of {} jobs could not be written within {}.", pages.size(), LONGEST_CLOSE);
    }

    private synchronized Scheduler scheduler() {
        Scheduler scheduler = writing;
        if (scheduler == null) {
            scheduler = schedulers.get();
            writing = scheduler;
        }
        return scheduler;
    }

    private synchronized void dispose() {
        if (writing != null) {
            writing.dispose();
        }
    }
}
