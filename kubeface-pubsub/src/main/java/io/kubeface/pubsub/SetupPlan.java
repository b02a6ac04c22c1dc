package io.kubeface.pubsub;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is set up.
 *
 * @param project of the bucket, if it is made, and of the topic
 * @param bucket its name
 * @param prefix what the storage is below in the bucket; may be empty
 * @param topic on which the bucket tells of results; full or short name
 * @param location of the bucket, if it is made
 * @param driver who may run drivers, such as {@code serviceAccount:a@b.iam.gserviceaccount.com}; empty for no grant
 * @param worker who workers are; empty for no grant
 */
public record SetupPlan(
        String project,
        String bucket,
        String prefix,
        String topic,
        String location,
        Optional<String> driver,
        Optional<String> worker) {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
    private static final Pattern MEMBER =
            Pattern.compile("(serviceAccount|user|group|domain|principal|principalSet):\\S+");

    public SetupPlan {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("bucket \"" + bucket
                    + "\": its name is 3 to 222 of a-z 0-9 - _ . and begins and ends with a letter or digit");
        }
        PubSubEvents.builder().topic(topic).project(project);
        driver.ifPresent(member -> check("driver", member));
        worker.ifPresent(member -> check("worker", member));
    }

    private static void check(String option, String member) {
        if (!MEMBER.matcher(member).matches()) {
            throw new IllegalArgumentException(option + " \"" + member
                    + "\": name a member as Google does, such as serviceAccount:NAME@PROJECT.iam.gserviceaccount.com");
        }
    }

    BucketRoot root() {
        return BucketRoot.of("gs://" + bucket + "/" + prefix);
    }

    String fullTopic() {
        return PubSubOptions.topicName(topic, project);
    }
}
