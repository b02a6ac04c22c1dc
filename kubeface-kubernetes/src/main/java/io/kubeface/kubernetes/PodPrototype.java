package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What of a pod is the user's: a template, and what options lay over it.
 *
 * @param pod has a container for the worker
 */
record PodPrototype(Pod pod) {
    private static final String OPTION = "podTemplate: ";

    /** Of a user who wants nothing. */
    static PodPrototype none() {
        return new PodPrototype(new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(PodTemplate.CONTAINER)
                .endContainer()
                .endSpec()
                .build());
    }

    /**
     * Reads a pod's manifest. Blocking.
     *
     * @throws IllegalArgumentException when it is none, or says what only the driver can
     */
    static PodPrototype read(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** As {@link #read} of a file with this text. */
    static PodPrototype parse(Path file, String text) {
        Pod pod;
        try {
            pod = new KubernetesSerialization().unmarshal(text, Pod.class);
        } catch (RuntimeException e) {
            throw unreadable(file, e);
        }
        return of(file, pod);
    }

    private static IllegalArgumentException unreadable(Path file, Exception e) {
        return refused(file, "cannot be read as the manifest of a pod: " + root(e), e);
    }

    /** The client's own words say only that something was wrong. */
    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    private static PodPrototype of(Path file, @Nullable Pod pod) {
        if (pod == null || !"Pod".equals(pod.getKind()) || pod.getSpec() == null) {
            throw refused(file, "is not the manifest of a pod; it needs apiVersion: v1, kind: Pod and a spec.", null);
        }
        PodSpec spec = pod.getSpec();
        ObjectMeta metadata = pod.getMetadata() == null ? new ObjectMeta() : pod.getMetadata();
        known(file, "", pod.getAdditionalProperties());
        known(file, "metadata.", metadata.getAdditionalProperties());
        known(file, "spec.", spec.getAdditionalProperties());
        spec.getInitContainers().forEach(init -> known(file, "spec.initContainers.", init.getAdditionalProperties()));
        if (metadata.getNamespace() != null) {
            throw refused(file, "names the namespace " + metadata.getNamespace() + "; use the option namespace.", null);
        }
        if (spec.getRestartPolicy() != null && !PodTemplate.RESTART_POLICY.equals(spec.getRestartPolicy())) {
            throw refused(
                    file,
                    "has restartPolicy: " + spec.getRestartPolicy()
                            + "; the driver tries again itself, so leave it out.",
                    null);
        }
        for (Container container : spec.getContainers()) {
            known(file, "spec.containers.", container.getAdditionalProperties());
            workers(file, container);
        }
        Pod whole = new PodBuilder(pod)
                .withMetadata(metadata)
                .editSpec()
                .withContainers(
                        spec.getContainers().isEmpty() ? none().pod().getSpec().getContainers() : spec.getContainers())
                .endSpec()
                .build();
        return new PodPrototype(whole);
    }

    private static void workers(Path file, Container container) {
        if (!PodTemplate.CONTAINER.equals(container.getName())) {
            throw refused(
                    file,
                    "has a container " + container.getName() + "; the only one is to be called "
                            + PodTemplate.CONTAINER
                            + ". What runs before it, or beside it with restartPolicy: Always, is an init container.",
                    null);
        }
        if (!container.getCommand().isEmpty() || !container.getArgs().isEmpty()) {
            throw refused(
                    file,
                    "says what the container " + PodTemplate.CONTAINER
                            + " runs, which is the driver's to say; leave out command and args, and see the options"
                            + " javaExecutable and jvmOptions.",
                    null);
        }
    }

    private static void known(Path file, String where, Map<String, Object> unknown) {
        if (!unknown.isEmpty()) {
            throw refused(
                    file,
                    "has " + where + unknown.keySet().iterator().next()
                            + ", which pods do not have; is it misspelt, or too far out?",
                    null);
        }
    }

    private static IllegalArgumentException refused(Path file, String why, @Nullable Exception cause) {
        return new IllegalArgumentException(OPTION + file + " " + why, cause);
    }

    PodPrototype with(List<PodEdit> edits) {
        Pod edited = pod;
        for (PodEdit edit : edits) {
            edited = edit.apply(edited);
        }
        return new PodPrototype(edited);
    }

    Container worker() {
        return worker(pod).orElseThrow();
    }

    /** A pod's container that runs the worker. */
    static Optional<Container> worker(Pod pod) {
        return pod.getSpec() == null
                ? Optional.empty()
                : pod.getSpec().getContainers().stream()
                        .filter(container -> PodTemplate.CONTAINER.equals(container.getName()))
                        .findFirst();
    }

    /** The same pod with another such container. */
    static Pod withWorker(Pod pod, UnaryOperator<ContainerBuilder> change) {
        List<Container> containers = pod.getSpec().getContainers().stream()
                .map(container -> PodTemplate.CONTAINER.equals(container.getName())
                        ? change.apply(new ContainerBuilder(container)).build()
                        : container)
                .toList();
        return new PodBuilder(pod)
                .editSpec()
                .withContainers(containers)
                .endSpec()
                .build();
    }

    /** What the template's worker asks for of a resource. */
    Optional<String> request(String resource) {
        return worker().getResources() == null
                ? Optional.empty()
                : text(worker().getResources().getRequests(), resource);
    }

    /** What the template's worker may use of a resource. */
    Optional<String> limit(String resource) {
        return worker().getResources() == null
                ? Optional.empty()
                : text(worker().getResources().getLimits(), resource);
    }

    private static Optional<String> text(@Nullable Map<String, Quantity> quantities, String resource) {
        return quantities == null
                ? Optional.empty()
                : Optional.ofNullable(quantities.get(resource)).map(Quantity::toString);
    }
}
