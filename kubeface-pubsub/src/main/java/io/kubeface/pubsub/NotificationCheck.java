package io.kubeface.pubsub;

import com.google.cloud.storage.StorageException;
import io.kubeface.core.check.Check;
import io.kubeface.core.check.Finding;
import io.kubeface.gcs.Gcloud;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads the bucket's configurations. */
record NotificationCheck(Told told) implements Check {
    @Override
    public String name() {
        return NotificationChecks.CONFIGURATION;
    }

    @Override
    public List<String> needs() {
        return List.of();
    }

    @Override
    public Finding run() throws IOException {
        String bucket = "gs://" + told.root().bucket();
        Optional<String> topic;
        try {
            topic = told.configured();
        } catch (StorageException e) {
            if (e.getCode() == 403 && told.wanted().isPresent()) {
                return Finding.skipped(
                        "the configurations of " + bucket + " may not be read, and need not: the topic is" + " named");
            }
            throw PubSubFailure.of(
                            e,
                            "list the notification configurations of " + bucket,
                            "storage.buckets.get: "
                                    + Gcloud.grantOnBucket(
                                            told.root().bucket(), Gcloud.SOMEBODY, "roles/storage.legacyBucketReader"))
                    .exception();
        }
        return topic.map(name -> Finding.ok(
                        bucket + " tells of new objects below " + told.root().resultsPrefix() + " on " + name))
                .orElseGet(() -> Finding.failed(bucket + " tells of no new objects below "
                        + told.root().resultsPrefix()
                        + told.wanted().map(name -> " on " + name).orElse("")
                        + ". Make it: "
                        + Gcloud.notify(
                                told.root().bucket(), told.topic(), told.root().resultsPrefix())));
    }
}
