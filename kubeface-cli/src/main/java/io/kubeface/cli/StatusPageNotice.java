package io.kubeface.cli;

import io.kubeface.reactor.JobEvent;
import io.kubeface.reactor.Kubeface;
import reactor.core.publisher.Mono;

/** Says where a job's status page is, as soon as it has one. Closed after the client, it has said it. */
final class StatusPageNotice implements AutoCloseable {
    private final Notices notices;
    private Mono<Void> told = Mono.empty();

    StatusPageNotice(Notices notices) {
        this.notices = notices;
    }

    /** Says it of the next job of a client that writes such pages. */
    void of(Kubeface kubeface) {
        told = kubeface.events()
                .ofType(JobEvent.JobBegan.class)
                .next()
                .doOnNext(began -> kubeface.statusPage(began.job())
                        .ifPresent(page -> notices.line("Status page: " + page.active())))
                .then()
                .cache();
        told.subscribe();
    }

    @Override
    public void close() {
        told.block();
    }
}
