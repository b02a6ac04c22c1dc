package io.kubeface.reactor.engine;

import io.kubeface.core.code.StagedCode;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.task.JobManifest;
import io.kubeface.reactor.backend.OrphanedAttempt;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * What must be there before a job's first launch: its code and its function, in the store.
 *
 * @param id the job's
 * @param name of the job's object
 * @param manifest as it was written
 * @param code as it was staged
 * @param io the job's objects
 * @param book names of tasks and what is stored of them; empty without a cache key
 * @param orphans of dead drivers of the key, whose leases have been written anew
 */
record JobSetup(
        JobId id,
        ObjectName.Job name,
        JobManifest manifest,
        StagedCode code,
        JobIo io,
        Optional<ReuseBook> book,
        List<OrphanedAttempt> orphans) {

    /** Makes the setup of one subscription, in two steps that do nothing before they are subscribed to. */
    interface Factory {
        /** A fresh id for the job. */
        Mono<JobId> id();

        /** All else; fails when the function cannot be shipped. */
        Mono<JobSetup> create(JobId id);
    }
}
