package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.kubeface.kubernetes.KubernetesBackend.InstallPolicy;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Checked options; {@link KubernetesBackendBuilder} says what each means. */
record KubernetesOptions(
        String image,
        Optional<String> namespace,
        Optional<String> context,
        Optional<Path> kubeconfig,
        PodPrototype prototype,
        Optional<UnaryOperator<Pod>> customiser,
        PodResources resources,
        String imagePullPolicy,
        InstallPolicy installPolicy,
        Map<String, String> environment,
        List<String> jvmOptions,
        String javaExecutable,
        Optional<String> serviceAccount,
        LaunchRate launchRate,
        Duration deadline,
        Quantity tmpSize,
        Quantity homeSize,
        Quantity cacheSize,
        boolean verbose) {

    /**
     * How fast pods are created.
     *
     * @param perSecond 0: as fast as it goes
     * @param burst so many at once
     */
    record LaunchRate(int perSecond, int burst) implements Serializable {
        static final LaunchRate DEFAULT = new LaunchRate(20, 50);
        static final LaunchRate UNLIMITED = new LaunchRate(0, 0);

        RateLimit limit() {
            return perSecond == 0 ? RateLimit.none() : new RateLimit(perSecond, burst, System::nanoTime);
        }
    }
}
