package io.kubeface.kubernetes;

import io.kubeface.kubernetes.KubernetesBackend.ImagePullPolicy;
import io.kubeface.kubernetes.KubernetesBackend.InstallPolicy;
import io.kubeface.kubernetes.KubernetesOptions.LaunchRate;
import io.kubeface.reactor.backend.Backend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Options of a {@link KubernetesBackend}; only the image has no default. Not safe for use by several threads. */
public final class KubernetesBackendBuilder implements Backend.Factory {
    private static final Duration ONE_DAY = Duration.ofHours(24);

    @Nullable
    private String image;

    @Nullable
    private String namespace;

    @Nullable
    private String context;

    @Nullable
    private Path kubeconfig;

    private String cpu = "1";

    @Nullable
    private String cpuLimit;

    private String memory = "1Gi";
    private ImagePullPolicy imagePullPolicy = ImagePullPolicy.IF_NOT_PRESENT;
    private InstallPolicy installPolicy = InstallPolicy.IF_NOT_PRESENT;
    private final Map<String, String> environment = new HashMap<>();
    private List<String> jvmOptions = List.of();
    private String javaExecutable = "java";

    @Nullable
    private String serviceAccount;

    private LaunchRate launchRate = LaunchRate.DEFAULT;
    private Duration deadline = ONE_DAY;
    private String tmpSize = "1Gi";
    private String homeSize = "1Gi";
    private String cacheSize = "2Gi";
    private boolean verbose;

    KubernetesBackendBuilder() {}

    /** The image of the pods, as a pod names it; any with a Java 17 runtime or newer will do. Required. */
    public KubernetesBackendBuilder image(String name) {
        this.image = name;
        return this;
    }

    /** Where the pods are made; by default the namespace of the context. It must be there. */
    public KubernetesBackendBuilder namespace(String name) {
        this.namespace = name;
        return this;
    }

    /** The context of the kubeconfig; by default its current one. */
    public KubernetesBackendBuilder context(String name) {
        this.context = name;
        return this;
    }

    /**
     * The file that says where the cluster is and who the driver is. By default what {@code KUBECONFIG} names, else
     * {@code ~/.kube/config}, else, in a pod, its service account.
     */
    public KubernetesBackendBuilder kubeconfig(Path file) {
        this.kubeconfig = file;
        return this;
    }

    /** What a pod asks for of processors, such as {@code 1}, {@code 0.5} or {@code 500m}; by default 1. */
    public KubernetesBackendBuilder cpu(String quantity) {
        this.cpu = quantity;
        return this;
    }

    /** What a pod may use of processors at most; by default there is no limit. */
    public KubernetesBackendBuilder cpuLimit(String quantity) {
        this.cpuLimit = quantity;
        return this;
    }

    /**
     * What a pod asks for of memory, and what it may use at most, such as {@code 2Gi}; by default 1 GiB. 70 % of it are
     * the JVM's heap, unless {@link #jvmOptions} say otherwise.
     */
    public KubernetesBackendBuilder memory(String quantity) {
        this.memory = quantity;
        return this;
    }

    /** When a node pulls the image; by default only when it does not have it. */
    public KubernetesBackendBuilder imagePullPolicy(ImagePullPolicy policy) {
        this.imagePullPolicy = policy;
        return this;
    }

    /** Whether pods fetch the worker from the storage; by default only when the image does not hold this very one. */
    public KubernetesBackendBuilder installPolicy(InstallPolicy policy) {
        this.installPolicy = policy;
        return this;
    }

    /**
     * Environment variables of the pods. Adds to earlier calls. They can be read by all who may read pods. The driver's
     * {@code STORAGE_EMULATOR_HOST} and {@code GOOGLE_CLOUD_PROJECT}, when set, go to the pods by themselves.
     */
    public KubernetesBackendBuilder environment(Map<String, String> variables) {
        this.environment.putAll(variables);
        return this;
    }

    /**
     * Options for the workers' JVM, such as {@code -Xss4m}; none by default. They beat this backend's own, which are the
     * serial collector, the first compiler only, no performance data, and a heap by the pod's memory.
     */
    public KubernetesBackendBuilder jvmOptions(String... options) {
        this.jvmOptions = List.of(options);
        return this;
    }

    /** The image's Java: a path, or a name that the image's {@code PATH} finds; by default {@code java}. */
    public KubernetesBackendBuilder javaExecutable(String command) {
        this.javaExecutable = command;
        return this;
    }

    /**
     * The service account of the pods; by default the namespace's default one. Its token is not mounted; cloud
     * identities that are bound to it, such as GKE's workload identity, do work.
     */
    public KubernetesBackendBuilder serviceAccount(String name) {
        this.serviceAccount = name;
        return this;
    }

    /** How many pods are created a second, after so many at once; by default 20 after 50. */
    public KubernetesBackendBuilder launchRate(int podsPerSecond, int burst) {
        this.launchRate = new LaunchRate(podsPerSecond, burst);
        return this;
    }

    /** Pods are created as fast as the API server takes them. */
    public KubernetesBackendBuilder unlimitedLaunchRate() {
        this.launchRate = LaunchRate.UNLIMITED;
        return this;
    }

    /** How long a pod may run, in whole seconds; by default a day. After that the cluster ends it, also when no driver lives. */
    public KubernetesBackendBuilder deadline(Duration time) {
        this.deadline = time;
        return this;
    }

    /** How much a pod may keep in {@code /tmp}; by default 1 GiB. More and it is evicted. */
    public KubernetesBackendBuilder tmpSize(String quantity) {
        this.tmpSize = quantity;
        return this;
    }

    /** How much a pod may keep in its home and working directory, {@code /kubeface/home}; by default 1 GiB. */
    public KubernetesBackendBuilder homeSize(String quantity) {
        this.homeSize = quantity;
        return this;
    }

    /** How much code a pod may fetch; by default 2 GiB. */
    public KubernetesBackendBuilder cacheSize(String quantity) {
        this.cacheSize = quantity;
        return this;
    }

    /** Whether workers log what they do; by default not. */
    public KubernetesBackendBuilder verbose(boolean on) {
        this.verbose = on;
        return this;
    }

    @Override
    public KubernetesBackend create(Backend.Environment client) {
        OptionChecks.storage(client.store().url());
        KubernetesOptions options = options();
        return new KubernetesBackend(
                options, ClusterConfigs.of(options.kubeconfig(), options.context(), options.namespace()), client);
    }

    KubernetesOptions options() {
        return new KubernetesOptions(
                OptionChecks.image(image),
                Optional.ofNullable(namespace).map(name -> OptionChecks.label("namespace", name)),
                Optional.ofNullable(context),
                Optional.ofNullable(kubeconfig).map(OptionChecks::kubeconfig),
                OptionChecks.quantity("cpu", cpu),
                Optional.ofNullable(cpuLimit).map(limit -> OptionChecks.cpuLimit(limit, cpu)),
                OptionChecks.quantity("memory", memory),
                imagePullPolicy,
                installPolicy,
                OptionChecks.environment(environment, System.getenv()),
                OptionChecks.jvmOptions(jvmOptions),
                OptionChecks.executable(javaExecutable),
                Optional.ofNullable(serviceAccount).map(name -> OptionChecks.subdomain("serviceAccount", name)),
                OptionChecks.launchRate(launchRate),
                OptionChecks.deadline(deadline),
                OptionChecks.quantity("tmpSize", tmpSize),
                OptionChecks.quantity("homeSize", homeSize),
                OptionChecks.quantity("cacheSize", cacheSize),
                verbose);
    }
}
