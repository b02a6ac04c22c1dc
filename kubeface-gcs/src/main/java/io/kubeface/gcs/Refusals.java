package io.kubeface.gcs;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refusals that no role cures; the reasons are those of
 * <a href="https://cloud.google.com/storage/docs/json_api/v1/status-codes">the JSON API</a>.
 */
final class Refusals {
    private Refusals() {}

    /**
     * What is wrong, and what would cure it, as the end of a sentence; empty when the reason is none of these.
     *
     * @param reason the service's word for it
     * @param said the service's sentence
     */
    static Optional<String> of(@Nullable String reason, String said, String bucket) {
        String url = "gs://" + bucket;
        String word = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        if (word.equals("retentionpolicynotmet")) {
            return Optional.of("a retention policy of " + url + " forbids to replace and delete objects, which is done"
                    + " all the time. Name another bucket, or take the policy away: gcloud storage buckets update "
                    + url
                    + " --clear-retention-period");
        }
        if (word.equals("objectunderactivehold")) {
            return Optional.of("the object is under a hold. Take it away: gcloud storage objects update the object"
                    + " --no-temporary-hold --no-event-based-hold, and for new ones: gcloud storage buckets update "
                    + url + " --no-default-event-based-hold");
        }
        if (word.equals("userprojectmissing") || said.toLowerCase(Locale.ROOT).contains("requester pays")) {
            return Optional.of(url
                    + " makes its requesters pay, and requests name no project to be billed. Name another"
                    + " bucket, or let its owner pay: gcloud storage buckets update " + url + " --no-requester-pays");
        }
        if (word.equals("accountdisabled")) {
            return Optional.of("the project that owns " + url
                    + " is disabled, as one without billing is: gcloud billing" + " projects describe PROJECT");
        }
        return Optional.empty();
    }
}
