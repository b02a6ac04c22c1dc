package io.kubeface.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out which cluster is meant, and who the driver is to it. */
final class ClusterConfigs {
    /** Where a client looks that was told of no cluster. */
    private static final String NOWHERE = "https://kubernetes.default.svc";

    private ClusterConfigs() {}

    /**
     * Reads the configuration; its namespace is the one to use.
     *
     * @throws IllegalArgumentException when there is none, or no such context in it
     */
    static Config of(Optional<Path> kubeconfig, Optional<String> context, Optional<String> namespace) {
        Config config = read(kubeconfig, context.orElse(null));
        if (config.getMasterUrl().startsWith(NOWHERE)) {
            throw new IllegalArgumentException("kubeconfig: no cluster is configured. Name a file with kubeconfig(...),"
                    + " or set KUBECONFIG, or have a ~/.kube/config.");
        }
        context.ifPresent(name -> checkContext(config, name));
        String own = config.getNamespace();
        return new ConfigBuilder(config)
                .withNamespace(namespace.orElse(own == null || own.isEmpty() ? "default" : own))
                // Calls are tried again here, once, and not by the client too.
                .withRequestRetryBackoffLimit(0)
                // An API server that does not know the caller ends an HTTP/2 connection at once, and the JDK's client
                // then often loses the answer that says so. Watches are HTTP/1.1 anyway.
                .withHttp2Disable(true)
                .build();
    }

    private static Config read(Optional<Path> kubeconfig, @Nullable String context) {
        if (kubeconfig.isEmpty()) {
            return Config.autoConfigure(context);
        }
        Path file = kubeconfig.get();
        try {
            return Config.fromKubeconfig(context, file.toFile());
        } catch (KubernetesClientException e) {
            throw new IllegalArgumentException("kubeconfig: " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void checkContext(Config config, String name) {
        boolean known = config.getContexts() != null
                && config.getContexts().stream().anyMatch(context -> name.equals(context.getName()));
        if (!known) {
            throw new IllegalArgumentException(
                    "context: \"" + name + "\" is not in the kubeconfig; kubectl config get-contexts lists what is.");
        }
    }
}
