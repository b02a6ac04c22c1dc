package io.kubeface.status;

import io.kubeface.reactor.JobPages;
import reactor.core.scheduler.Schedulers;

/** Makes status pages of a client's jobs; found by the client itself, if this module is on its class path. */
public final class StatusPagesFactory implements JobPages.Factory {
    /** For {@link java.util.ServiceLoader}. */
    public StatusPagesFactory() {}

    @Override
    public JobPages create(JobPages.Environment environment) {
        return new StatusPages(environment, () -> Schedulers.newSingle("kubeface-status", true), Schedulers.parallel());
    }
}
