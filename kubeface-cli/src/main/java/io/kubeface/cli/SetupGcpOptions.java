package io.kubeface.cli;

import io.kubeface.pubsub.SetupPlan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code kubeface setup gcp}. */
final class SetupGcpOptions {
    @Option(names = "--bucket", paramLabel = "NAME", required = true, description = "The bucket, without gs://.")
    private String bucket = "";

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            defaultValue = "kubeface",
            description = "The storage is gs://BUCKET/PREFIX. Default: ${DEFAULT-VALUE}.")
    private String prefix = "";

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "kubeface",
            description = "The topic on which the bucket tells of results. Default: ${DEFAULT-VALUE}.")
    private String topic = "";

    @Option(
            names = "--project",
            paramLabel = "ID",
            required = true,
            defaultValue = "${env:GOOGLE_CLOUD_PROJECT}",
            description = "The project. Default: the environment variable GOOGLE_CLOUD_PROJECT.")
    private String project = "";

    @Option(
            names = "--location",
            paramLabel = "REGION",
            defaultValue = "US",
            description = "Where a new bucket is; best, where the workers are. Default: ${DEFAULT-VALUE}.")
    private String location = "";

    @Option(
            names = "--driver",
            paramLabel = "MEMBER",
            description =
                    "Who runs drivers, such as serviceAccount:NAME@PROJECT.iam.gserviceaccount.com. Default: nobody is"
                            + " granted a driver's rights.")
    private @Nullable String driver;

    @Option(
            names = "--worker",
            paramLabel = "MEMBER",
            description = "As whom workers run. Default: nobody is granted a worker's rights.")
    private @Nullable String worker;

    @Option(names = "--dry-run", description = "Print the commands that would do it, and call nobody.")
    private boolean dryRun;

    /**
     * What is to be there.
     *
     * @throws IllegalArgumentException when an option's value is wrong
     */
    SetupPlan plan() {
        return new SetupPlan(
                project, bucket, prefix, topic, location, Optional.ofNullable(driver), Optional.ofNullable(worker));
    }

    /** Whether nothing is made. */
    boolean dryRun() {
        return dryRun;
    }
}
