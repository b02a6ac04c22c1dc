package io.kubeface.gcs;

import static io.kubeface.core.text.ShellText.quoted;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The commands of Google's command line that make and grant what drivers and workers need; one place for what setups do,
 * checks advise and errors name. Pure. Each is a line for a POSIX shell, in which names are quoted where they need it.
 */
public final class Gcloud {
    /** Stands for whoever runs the driver where that is not known. */
    public static final String SOMEBODY = "PRINCIPAL";

    /** What is below a prefix and goes when it is old: only drivers that died leave it for so long. */
    public static final List<String> ABANDONED = List.of("inputs/", "cleanup/", "doctor/", "subscriptions/");

    /** After so many days that is old. */
    public static final int ABANDONED_DAYS = 30;

    private Gcloud() {}

    /** Makes a bucket, in a region. */
    public static String createBucket(String bucket, String project, String location) {
        return "gcloud storage buckets create " + url(bucket) + " --project=" + quoted(project) + " --location="
                + quoted(location) + " --uniform-bucket-level-access --soft-delete-duration=0";
    }

    /** Makes a bucket remove what is abandoned; other rules that it has go. */
    public static String lifecycle(String bucket, String prefix) {
        return "printf %s " + quoted(lifecycleJson(prefix)) + " | gcloud storage buckets update " + url(bucket)
                + " --lifecycle-file=/dev/stdin";
    }

    /** Gives somebody a role on a bucket. */
    public static String grantOnBucket(String bucket, String member, String role) {
        return "gcloud storage buckets add-iam-policy-binding " + url(bucket) + " --member=" + quoted(member)
                + " --role=" + quoted(role);
    }

    /** Makes a bucket tell of new objects whose names begin so. */
    public static String notify(String bucket, String topic, String prefix) {
        return "gcloud storage buckets notifications create " + url(bucket) + " --topic=" + quoted(topic)
                + " --event-types=OBJECT_FINALIZE --payload-format=none --object-prefix=" + quoted(prefix);
    }

    /** Makes a topic, of which the full name is given. */
    public static String createTopic(String topic) {
        return "gcloud pubsub topics create " + quoted(topic);
    }

    /** Gives somebody a role on a topic. */
    public static String grantOnTopic(String topic, String member, String role) {
        return "gcloud pubsub topics add-iam-policy-binding " + quoted(topic) + " --member=" + quoted(member)
                + " --role=" + quoted(role);
    }

    /** Lets the service agent of a project's buckets write to a topic. */
    public static String letBucketsPublish(String topic, String project) {
        return "gcloud pubsub topics add-iam-policy-binding " + quoted(topic)
                + " --member=\"serviceAccount:$(gcloud storage service-agent --project=" + quoted(project)
                + ")\" --role=roles/pubsub.publisher";
    }

    /** Gives somebody a role on a project. */
    public static String grantOnProject(String project, String member, String role) {
        return "gcloud projects add-iam-policy-binding " + quoted(project) + " --member=" + quoted(member) + " --role="
                + quoted(role) + " --condition=None";
    }

    /** Makes a role of a project. */
    public static String createRole(String project, String role, String title, List<String> permissions) {
        return "gcloud iam roles create " + quoted(role) + " --project=" + quoted(project) + " --title=" + quoted(title)
                + " --permissions=" + quoted(String.join(",", permissions)) + " --stage=GA";
    }

    private static String url(String bucket) {
        return quoted("gs://" + bucket);
    }

    private static String lifecycleJson(String prefix) {
        String names = ABANDONED.stream()
                .map(name -> "\"" + (prefix + name).replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(", "));
        return "{\"rule\": [{\"action\": {\"type\": \"Delete\"}, \"condition\": {\"age\": " + ABANDONED_DAYS
                + ", \"matchesPrefix\": [" + names + "]}}]}";
    }
}
