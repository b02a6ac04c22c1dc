package io.kubeface.cli;

import io.kubeface.kubernetes.KubernetesBackend;
import io.kubeface.kubernetes.KubernetesBackend.ImagePullPolicy;
import io.kubeface.kubernetes.KubernetesBackend.InstallPolicy;
import io.kubeface.kubernetes.KubernetesBackendBuilder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What {@code --backend kubernetes} takes; its own values are checked by the backend. */
final class KubernetesOptions {
    private static final String DEFAULT_MEMORY = "1000M";
    private static final String READ_ONLY = ":ro";
    private static final int BURST = 50;

    @Option(
            names = "--worker-image",
            paramLabel = "IMAGE",
            description = "Run workers in this container image: any with a Java 17 or newer. Needed here and with"
                    + " --backend local-process-docker, which takes --worker-env and --worker-path-prefix too.")
    private @Nullable String image;

    @Option(
            names = "--worker-path-prefix",
            paramLabel = "DIRECTORY",
            description = "Where the image has its java, when its PATH does not find it: jdk/bin, say.")
    private @Nullable String javaDirectory;

    @Option(
            names = "--worker-kubeface-install-policy",
            paramLabel = "POLICY",
            converter = InstallConverter.class,
            description =
                    "Whether pods fetch the worker from the storage: if-not-present (when the image has not exactly"
                            + " this one), always, never. Default: if-not-present.")
    private @Nullable InstallPolicy installPolicy;

    @Option(
            names = "--worker-env",
            paramLabel = "NAME=VALUE",
            description = "Set this variable in the workers' environment. May be repeated.")
    private Map<String, String> environment = new LinkedHashMap<>();

    @Option(
            names = "--kubernetes-image-pull-policy",
            paramLabel = "POLICY",
            converter = PullConverter.class,
            description = "When nodes pull the image: Always, IfNotPresent, Never. Default: the cluster's.")
    private @Nullable ImagePullPolicy imagePullPolicy;

    @Option(
            names = "--kubernetes-task-resources-cpu",
            paramLabel = "CPU",
            description = "Processors that each task asks for, such as 1 or 500m. Default: 1.")
    private @Nullable String cpu;

    @Option(
            names = "--kubernetes-task-resources-memory-mb",
            paramLabel = "N",
            description = "Megabytes (of 1,000,000 bytes) that each task gets, and no more. Default: 1000.")
    private @Nullable BigDecimal memoryMegabytes;

    @Option(
            names = "--kubernetes-namespace",
            paramLabel = "NAME",
            description = "Make pods in this namespace. Default: that of the context.")
    private @Nullable String namespace;

    @Option(
            names = "--kubernetes-context",
            paramLabel = "NAME",
            description = "Use this context of the kubeconfig. Default: the current one.")
    private @Nullable String context;

    @Option(
            names = "--kubernetes-service-account",
            paramLabel = "NAME",
            description = "Run pods as this service account, for workload identity. Pods get no token of the cluster"
                    + " either way. Default: that of the namespace.")
    private @Nullable String serviceAccount;

    @Option(
            names = "--kubernetes-task-resources-cpu-limit",
            paramLabel = "CPU",
            description = "Processors that each task gets at most. Default: no limit.")
    private @Nullable String cpuLimit;

    @Option(
            names = "--kubernetes-task-resources-memory-request-mb",
            paramLabel = "N",
            description = "Megabytes that each task asks for, when that is less than it may use.")
    private @Nullable BigDecimal memoryRequestMegabytes;

    @Option(
            names = "--kubernetes-task-resources-ephemeral-storage",
            paramLabel = "SIZE",
            description = "What each task asks for of its node's disk, such as 10Gi. Default: nothing.")
    private @Nullable String ephemeralStorage;

    @Option(
            names = "--kubernetes-task-resources-ephemeral-storage-limit",
            paramLabel = "SIZE",
            description = "What each task may write to its node's disk. Default: no limit for all.")
    private @Nullable String ephemeralStorageLimit;

    @Option(
            names = "--kubernetes-image-pull-secret",
            paramLabel = "SECRET",
            description = "Pull the image with the credentials of this Secret. May be repeated.")
    private List<String> pullSecrets = new ArrayList<>();

    @Option(
            names = "--kubernetes-secret-env",
            paramLabel = "NAME=SECRET/KEY",
            description = "Set this variable of the workers to the value of a Secret's key. May be repeated.")
    private Map<String, String> secretVariables = new LinkedHashMap<>();

    @Option(
            names = "--kubernetes-secret-files",
            paramLabel = "SECRET=DIRECTORY",
            description = "Give workers the values of a Secret as files of this directory. May be repeated.")
    private Map<String, String> secretFiles = new LinkedHashMap<>();

    @Option(
            names = "--kubernetes-config-map-files",
            paramLabel = "CONFIGMAP=DIRECTORY",
            description = "Give workers the values of a ConfigMap as files of this directory. May be repeated.")
    private Map<String, String> configMapFiles = new LinkedHashMap<>();

    @Option(
            names = "--kubernetes-volume-claim",
            paramLabel = "CLAIM=DIRECTORY",
            description = "Give workers this claimed volume as a directory; one that ends in :ro only to read."
                    + " May be repeated.")
    private Map<String, String> claims = new LinkedHashMap<>();

    @Option(
            names = "--kubernetes-node-selector",
            paramLabel = "KEY=VALUE",
            description = "Run pods on nodes with this label only. May be repeated.")
    private Map<String, String> nodeSelector = new LinkedHashMap<>();

    @Option(
            names = "--kubernetes-toleration",
            paramLabel = "KEY[=VALUE][:EFFECT]",
            description = "Let pods run on nodes with this taint. May be repeated.")
    private List<String> tolerations = new ArrayList<>();

    @Option(
            names = "--kubernetes-priority-class",
            paramLabel = "NAME",
            description = "The priority class of the pods. Default: the cluster's.")
    private @Nullable String priorityClass;

    @Option(names = "--kubernetes-gke-spot", description = "Run pods on Spot VMs of GKE.")
    private boolean gkeSpot;

    @Option(names = "--kubernetes-queue", paramLabel = "NAME", description = "Queue pods in this queue of Kueue.")
    private @Nullable String queue;

    @Option(
            names = "--kubernetes-pod-template",
            paramLabel = "FILE",
            description = "The manifest of a pod with all that there is no option for; its container is called worker.")
    private @Nullable Path podTemplate;

    @Option(
            names = "--kubernetes-launch-rate",
            paramLabel = "N",
            description = "Create at most so many pods a second, after 50 at once; 0: as many as it goes. Default: 20.")
    private @Nullable Integer launchRate;

    /** The image of workers; null when none was given. */
    @Nullable
    String image() {
        return image;
    }

    /** The {@code java} of the image; empty for the one that its path has. */
    Optional<String> javaExecutable() {
        return Optional.ofNullable(javaDirectory).map(directory -> directory.replaceFirst("/?$", "/java"));
    }

    /** Variables of workers. */
    Map<String, String> environment() {
        return environment;
    }

    /** The names of the options that were given. */
    List<String> given() {
        return all().names();
    }

    private GivenOptions<KubernetesBackendBuilder> all() {
        GivenOptions<KubernetesBackendBuilder> all = new GivenOptions<>();
        all.one("--worker-image", image, KubernetesBackendBuilder::image);
        all.one("--worker-path-prefix", javaExecutable().orElse(null), KubernetesBackendBuilder::javaExecutable);
        all.one("--worker-kubeface-install-policy", installPolicy, KubernetesBackendBuilder::installPolicy);
        all.each("--worker-env", environment, (builder, name, value) -> builder.environment(Map.of(name, value)));
        all.one("--kubernetes-image-pull-policy", imagePullPolicy, KubernetesBackendBuilder::imagePullPolicy);
        all.one("--kubernetes-task-resources-cpu", cpu, KubernetesBackendBuilder::cpu);
        all.one("--kubernetes-task-resources-cpu-limit", cpuLimit, KubernetesBackendBuilder::cpuLimit);
        all.one(
                "--kubernetes-task-resources-memory-mb",
                memoryMegabytes,
                (builder, megabytes) -> builder.memory(megabytes(megabytes)));
        all.one(
                "--kubernetes-task-resources-memory-request-mb",
                memoryRequestMegabytes,
                (builder, megabytes) -> builder.memoryRequest(megabytes(megabytes)));
        all.one(
                "--kubernetes-task-resources-ephemeral-storage",
                ephemeralStorage,
                KubernetesBackendBuilder::ephemeralStorage);
        all.one(
                "--kubernetes-task-resources-ephemeral-storage-limit",
                ephemeralStorageLimit,
                KubernetesBackendBuilder::ephemeralStorageLimit);
        all.one("--kubernetes-namespace", namespace, KubernetesBackendBuilder::namespace);
        all.one("--kubernetes-context", context, KubernetesBackendBuilder::context);
        all.one("--kubernetes-service-account", serviceAccount, KubernetesBackendBuilder::serviceAccount);
        pullSecrets.forEach(secret ->
                all.one("--kubernetes-image-pull-secret", secret, KubernetesBackendBuilder::imagePullSecrets));
        all.each("--kubernetes-secret-env", secretVariables, KubernetesOptions::secretVariable);
        all.each("--kubernetes-secret-files", secretFiles, KubernetesBackendBuilder::secretFiles);
        all.each("--kubernetes-config-map-files", configMapFiles, KubernetesBackendBuilder::configMapFiles);
        all.each("--kubernetes-volume-claim", claims, KubernetesOptions::claim);
        all.each(
                "--kubernetes-node-selector",
                nodeSelector,
                (builder, key, value) -> builder.nodeSelector(Map.of(key, value)));
        tolerations.forEach(taint -> all.one("--kubernetes-toleration", taint, KubernetesBackendBuilder::tolerations));
        all.one("--kubernetes-priority-class", priorityClass, KubernetesBackendBuilder::priorityClass);
        all.one("--kubernetes-gke-spot", gkeSpot ? true : null, (builder, on) -> builder.gkeSpot());
        all.one("--kubernetes-queue", queue, KubernetesBackendBuilder::queue);
        all.one("--kubernetes-pod-template", podTemplate, KubernetesBackendBuilder::podTemplate);
        all.one("--kubernetes-launch-rate", launchRate, KubernetesOptions::launchRate);
        return all;
    }

    private static void secretVariable(KubernetesBackendBuilder builder, String variable, String from) {
        int slash = from.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("--kubernetes-secret-env " + variable + "=" + from
                    + ": name the Secret and its key, as in PASSWORD=database/password");
        }
        builder.secretVariable(variable, from.substring(0, slash), from.substring(slash + 1));
    }

    private static void claim(KubernetesBackendBuilder builder, String claim, String directory) {
        boolean readOnly = directory.endsWith(READ_ONLY);
        builder.volumeClaim(
                claim, directory.substring(0, directory.length() - (readOnly ? READ_ONLY.length() : 0)), readOnly);
    }

    /** A quantity as Kubernetes reads it; 500.0 is 500. */
    private static String megabytes(BigDecimal number) {
        return (number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros()).toPlainString() + "M";
    }

    private static void launchRate(KubernetesBackendBuilder builder, int perSecond) {
        if (perSecond == 0) {
            builder.unlimitedLaunchRate();
        } else {
            builder.launchRate(perSecond, BURST);
        }
    }

    /**
     * Makes the backend's factory.
     *
     * @throws IllegalArgumentException when an option is missing or wrong
     */
    KubernetesBackendBuilder factory(List<String> jvmOptions, boolean verbose) {
        if (image == null && podTemplate == null) {
            throw new IllegalArgumentException(
                    "--backend kubernetes needs --worker-image: name an image with a Java 17 or newer,"
                            + " such as eclipse-temurin:21-jre");
        }
        KubernetesBackendBuilder builder = KubernetesBackend.builder()
                .jvmOptions(jvmOptions.toArray(String[]::new))
                .verbose(verbose);
        if (podTemplate == null) {
            builder.memory(DEFAULT_MEMORY);
        }
        all().applyTo(builder);
        return builder;
    }

    /** The policies as the command writes them: {@code if-not-present}. */
    static final class InstallConverter implements CommandLine.ITypeConverter<InstallPolicy> {
        @Override
        public InstallPolicy convert(String value) {
            return NamedValues.find(
                    value,
                    InstallPolicy.values(),
                    policy -> policy.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    /** The policies as Kubernetes writes them: {@code IfNotPresent}. */
    static final class PullConverter implements CommandLine.ITypeConverter<ImagePullPolicy> {
        @Override
        public ImagePullPolicy convert(String value) {
            return NamedValues.find(value, ImagePullPolicy.values(), policy -> switch (policy) {
                case ALWAYS -> "Always";
                case IF_NOT_PRESENT -> "IfNotPresent";
                case NEVER -> "Never";
            });
        }
    }
}
