package io.kubeface.cli;

import io.kubeface.kubernetes.KubernetesBackend;
import io.kubeface.kubernetes.KubernetesBackend.ImagePullPolicy;
import io.kubeface.kubernetes.KubernetesBackend.InstallPolicy;
import io.kubeface.kubernetes.KubernetesBackendBuilder;
import io.kubeface.reactor.backend.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What {@code --backend kubernetes} takes; its own values are checked by the backend. */
final class KubernetesOptions {
    @Option(
            names = "--worker-image",
            paramLabel = "IMAGE",
            description = "Run workers in this container image: any with a Java 17 or newer. Needed.")
    private @Nullable String image;

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
    private @Nullable Integer memoryMegabytes;

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

    /** The names of the options that were given. */
    List<String> given() {
        List<String> names = new ArrayList<>();
        addIfGiven(names, "--worker-image", image);
        addIfGiven(names, "--worker-kubeface-install-policy", installPolicy);
        addIfGiven(names, "--worker-env", environment.isEmpty() ? null : environment);
        addIfGiven(names, "--kubernetes-image-pull-policy", imagePullPolicy);
        addIfGiven(names, "--kubernetes-task-resources-cpu", cpu);
        addIfGiven(names, "--kubernetes-task-resources-memory-mb", memoryMegabytes);
        addIfGiven(names, "--kubernetes-namespace", namespace);
        addIfGiven(names, "--kubernetes-context", context);
        addIfGiven(names, "--kubernetes-service-account", serviceAccount);
        return names;
    }

    private static void addIfGiven(List<String> names, String name, @Nullable Object value) {
        if (value != null) {
            names.add(name);
        }
    }

    /**
     * Makes the backend's factory.
     *
     * @throws IllegalArgumentException when an option is missing or wrong
     */
    Backend.Factory factory(List<String> jvmOptions, boolean verbose) {
        if (image == null) {
            throw new IllegalArgumentException(
                    "--backend kubernetes needs --worker-image: name an image with a Java 17 or newer,"
                            + " such as eclipse-temurin:21-jre");
        }
        KubernetesBackendBuilder builder = KubernetesBackend.builder()
                .image(image)
                .cpu(cpu == null ? "1" : cpu)
                .memory((memoryMegabytes == null ? 1000 : memoryMegabytes) + "M")
                .environment(environment)
                .jvmOptions(jvmOptions.toArray(String[]::new))
                .verbose(verbose);
        if (installPolicy != null) {
            builder.installPolicy(installPolicy);
        }
        if (imagePullPolicy != null) {
            builder.imagePullPolicy(imagePullPolicy);
        }
        if (namespace != null) {
            builder.namespace(namespace);
        }
        if (context != null) {
            builder.context(context);
        }
        if (serviceAccount != null) {
            builder.serviceAccount(serviceAccount);
        }
        return builder;
    }

    /** The policies as the command writes them: {@code if-not-present}. */
    static final class InstallConverter implements CommandLine.ITypeConverter<InstallPolicy> {
        @Override
        public InstallPolicy convert(String value) {
            return named(
                    value,
                    InstallPolicy.values(),
                    policy -> policy.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    /** The policies as Kubernetes writes them: {@code IfNotPresent}. */
    static final class PullConverter implements CommandLine.ITypeConverter<ImagePullPolicy> {
        @Override
        public ImagePullPolicy convert(String value) {
            return named(value, ImagePullPolicy.values(), policy -> switch (policy) {
                case ALWAYS -> "Always";
                case IF_NOT_PRESENT -> "IfNotPresent";
                case NEVER -> "Never";
            });
        }
    }

    private static <P> P named(String value, P[] policies, Function<P, String> name) {
        for (P policy : policies) {
            if (name.apply(policy).equals(value)) {
                return policy;
            }
        }
        throw new CommandLine.TypeConversionException("there is no '" + value + "'; there are "
                + Arrays.stream(policies).map(name).collect(Collectors.joining(", ")));
    }
}
