package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kubeface.kubernetes.KubernetesBackend.ImagePullPolicy;
import io.kubeface.kubernetes.KubernetesBackend.InstallPolicy;
import io.kubeface.kubernetes.KubernetesOptions.LaunchRate;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Backend;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Options of a {@link KubernetesBackend}; only the image has no default. Values are checked when the client is built. Not safe
 * for use by several threads.
 *
 * <p>Serialisable, for clients that functions capture: {@link #kubeconfig} and {@link #context} are left out, as a task's
 * machine has its own way to the cluster, in a pod the service account; the file of {@link #podTemplate} goes along; what
 * {@link #customise} got must be serialisable.
 */
public final class KubernetesBackendBuilder implements Backend.Factory, Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    @Nullable
    private String image;

    @Nullable
    private String namespace;

    private transient @Nullable String context;

    private transient @Nullable Path kubeconfig;

    // Ordered, so that it is written alike in each JVM: what a function captures is part of reuse keys.
    private final TreeMap<String, String> resources = new TreeMap<>();
    private final ArrayList<PodEdit> edits = new ArrayList<>();

    @Nullable
    private String podTemplate;

    /** What is in that file, where the file is not. */
    @Nullable
    private String podTemplateText;

    @SuppressWarnings("serial") // That of a client that is captured must be.
    @Nullable
    private UnaryOperator<Pod> customiser;

    @Nullable
    private ImagePullPolicy imagePullPolicy;

    private InstallPolicy installPolicy = InstallPolicy.IF_NOT_PRESENT;
    private final TreeMap<String, String> environment = new TreeMap<>();

    @SuppressWarnings("serial") // A copy that is.
    private List<String> jvmOptions = List.of();

    private String javaExecutable = "java";

    @Nullable
    private String serviceAccount;

    private LaunchRate launchRate = LaunchRate.DEFAULT;

    @Nullable
    private Duration deadline;

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
        resources.put("cpu", quantity);
        return this;
    }

    /** What a pod may use of processors at most; by default there is no limit. */
    public KubernetesBackendBuilder cpuLimit(String quantity) {
        resources.put("cpuLimit", quantity);
        return this;
    }

    /**
     * What a pod asks for of memory, and what it may use at most, such as {@code 2Gi}; by default 1 GiB. 70 % of it are
     * the JVM's heap, unless {@link #jvmOptions} say otherwise.
     */
    public KubernetesBackendBuilder memory(String quantity) {
        resources.put("memory", quantity);
        return this;
    }

    /** What a pod asks for of memory when that is less than what it may use, which is {@link #memory}. */
    public KubernetesBackendBuilder memoryRequest(String quantity) {
        resources.put("memoryRequest", quantity);
        return this;
    }

    /**
     * What a pod asks for of its node's disk, such as {@code 10Gi}: for all that it writes to {@code /tmp}, its home, its
     * code cache and its log together. By default nothing.
     */
    public KubernetesBackendBuilder ephemeralStorage(String quantity) {
        resources.put("ephemeralStorage", quantity);
        return this;
    }

    /** What a pod may write to its node's disk at most; more and it is evicted. By default there is no limit for all. */
    public KubernetesBackendBuilder ephemeralStorageLimit(String quantity) {
        resources.put("ephemeralStorageLimit", quantity);
        return this;
    }

    /** Secrets with the credentials of the image's registry. Adds to earlier calls. */
    public KubernetesBackendBuilder imagePullSecrets(String... secrets) {
        Stream.of(secrets).map(PodEdits::pullSecret).forEach(edits::add);
        return this;
    }

    /** Labels of the pods. Adds to earlier calls. */
    public KubernetesBackendBuilder labels(Map<String, String> labels) {
        edits.add(PodEdits.labels(sorted(labels)));
        return this;
    }

    /** Annotations of the pods. Adds to earlier calls. */
    public KubernetesBackendBuilder annotations(Map<String, String> annotations) {
        edits.add(PodEdits.annotations(sorted(annotations)));
        return this;
    }

    /** Pods run only on nodes with these labels. Adds to earlier calls. */
    public KubernetesBackendBuilder nodeSelector(Map<String, String> labels) {
        edits.add(PodEdits.nodeSelector(sorted(labels)));
        return this;
    }

    /**
     * Pods may run on nodes with these taints, written as kubectl does: {@code KEY=VALUE:EFFECT}. Without a value any is
     * tolerated, without an effect all are. Adds to earlier calls.
     */
    public KubernetesBackendBuilder tolerations(String... taints) {
        Stream.of(taints).map(PodEdits::toleration).forEach(edits::add);
        return this;
    }

    /** Which nodes pods prefer or need, and which pods they want near or far. */
    public KubernetesBackendBuilder affinity(Affinity wishes) {
        edits.add(PodEdits.affinity(wishes));
        return this;
    }

    /** The priority class of the pods; by default the cluster's default one. */
    public KubernetesBackendBuilder priorityClass(String name) {
        edits.add(PodEdits.priorityClass(name));
        return this;
    }

    /** Pods run on Spot VMs of GKE; one that is preempted is tried again and costs no other tries. */
    public KubernetesBackendBuilder gkeSpot() {
        edits.add(PodEdits.gkeSpot());
        return this;
    }

    /** The Kueue queue of the pods, by the label {@code kueue.x-k8s.io/queue-name}. */
    public KubernetesBackendBuilder queue(String name) {
        edits.add(PodEdits.queue(name));
        return this;
    }

    /** An environment variable of the workers that is the value of a Secret's key. */
    public KubernetesBackendBuilder secretVariable(String variable, String secret, String key) {
        edits.add(PodEdits.secretVariable(variable, secret, key));
        return this;
    }

    /** The values of a Secret as files in a directory of the workers, named by their keys. */
    public KubernetesBackendBuilder secretFiles(String secret, String directory) {
        edits.add(PodEdits.secretFiles(secret, directory));
        return this;
    }

    /** The values of a ConfigMap as files in a directory of the workers, named by their keys. */
    public KubernetesBackendBuilder configMapFiles(String map, String directory) {
        edits.add(PodEdits.configMapFiles(map, directory));
        return this;
    }

    /** A claimed volume in a directory of the workers. */
    public KubernetesBackendBuilder volumeClaim(String claim, String directory, boolean readOnly) {
        edits.add(PodEdits.volumeClaim(claim, directory, readOnly));
        return this;
    }

    /** Any volume in a directory of the workers. */
    public KubernetesBackendBuilder volume(Volume volume, String directory) {
        edits.add(PodEdits.volume(volume, directory));
        return this;
    }

    /**
     * A container that runs to its end before the worker, or beside it when it has {@code restartPolicy: Always}. It sees
     * the worker's volumes, and is as unprivileged, where it says nothing else. Adds to earlier calls.
     */
    public KubernetesBackendBuilder initContainer(Container container) {
        edits.add(PodEdits.initContainer(container));
        return this;
    }

    /**
     * The manifest of a pod, as YAML or JSON, that has all that there is no option for; options that are given win over it.
     * The worker's container is called {@code worker} and has no command.
     */
    public KubernetesBackendBuilder podTemplate(Path file) {
        this.podTemplate = file.toString();
        this.podTemplateText = null;
        return this;
    }

    /**
     * Changes each pod before it is created, after all options. Its name, its namespace, the labels {@code kubeface.io} and
     * {@code restartPolicy: Never} stay. Called by several threads, once before there is a pod.
     */
    public KubernetesBackendBuilder customise(UnaryOperator<Pod> change) {
        this.customiser = change;
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

    /** The pod's manifest; the client's id, of which there is none yet, and the ConfigMap are placeholders. */
    @Override
    public Optional<String> preview(AttemptSpec spec) {
        OptionChecks.storage(spec.address().storage());
        KubernetesOptions options = options();
        String namespace = ClusterConfigs.of(options.kubeconfig(), options.context(), options.namespace())
                .getNamespace();
        PodTemplate template = new PodTemplate("client", namespace, options);
        Pod pod = template.pod(PodNames.pod("client", 1, spec.address()), spec, "kubeface-client");
        return Optional.of(new KubernetesSerialization().asYaml(pod));
    }

    private PodPrototype template() {
        if (podTemplate == null) {
            return PodPrototype.none();
        }
        Path file = Path.of(podTemplate);
        return podTemplateText == null ? PodPrototype.read(file) : PodPrototype.parse(file, podTemplateText);
    }

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        if (podTemplate != null && podTemplateText == null) {
            podTemplateText = Files.readString(Path.of(podTemplate));
        }
        out.defaultWriteObject();
    }

    private static Map<String, String> sorted(Map<String, String> map) {
        return new TreeMap<>(Map.copyOf(map));
    }

    KubernetesOptions options() {
        PodPrototype template = template();
        Container worker = template.worker();
        KubernetesOptions options = new KubernetesOptions(
                OptionChecks.image(image == null ? worker.getImage() : image),
                Optional.ofNullable(namespace).map(name -> OptionChecks.label("namespace", name)),
                Optional.ofNullable(context),
                Optional.ofNullable(kubeconfig).map(OptionChecks::kubeconfig),
                template.with(edits),
                Optional.ofNullable(customiser),
                PodResources.of(resources, template),
                Optional.ofNullable(imagePullPolicy)
                        .map(ImagePullPolicy::inPod)
                        .or(() -> Optional.ofNullable(worker.getImagePullPolicy()))
                        .orElse(ImagePullPolicy.IF_NOT_PRESENT.inPod()),
                installPolicy,
                OptionChecks.environment(environment, System.getenv()),
                OptionChecks.jvmOptions(jvmOptions),
                OptionChecks.executable(javaExecutable),
                Optional.ofNullable(serviceAccount).map(name -> OptionChecks.subdomain("serviceAccount", name)),
                OptionChecks.launchRate(launchRate),
                OptionChecks.deadline(deadline, template),
                OptionChecks.quantity("tmpSize", tmpSize),
                OptionChecks.quantity("homeSize", homeSize),
                OptionChecks.quantity("cacheSize", cacheSize),
                verbose);
        // What a customiser does to it shows now, and not in each task.
        new PodTemplate("client", "namespace", options).sample();
        return options;
    }
}
