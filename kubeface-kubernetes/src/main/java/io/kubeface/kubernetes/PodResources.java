package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pod asks for and may use.
 *
 * @param memory what it may use; it is killed for more
 */
record PodResources(
        Quantity cpu,
        Optional<Quantity> cpuLimit,
        Quantity memoryRequest,
        Quantity memory,
        Optional<Quantity> ephemeralStorage,
        Optional<Quantity> ephemeralStorageLimit) {
    private static final String DISK = "ephemeral-storage";

    /**
     * The options where they say something, else the template, else the defaults.
     *
     * @param options quantities by the names of the options
     */
    static PodResources of(Map<String, String> options, PodPrototype template) {
        Quantity cpu = quantity(
                "cpu", first(options.get("cpu"), template.request("cpu")).orElse("1"));
        Quantity memory = quantity(
                "memory",
                first(options.get("memory"), template.limit("memory").or(() -> template.request("memory")))
                        .orElse("1Gi"));
        // A request of the template belongs to its limit, not to the option's.
        Optional<String> requested = options.containsKey("memory") ? Optional.empty() : template.request("memory");
        Quantity memoryRequest = first(options.get("memoryRequest"), requested)
                .map(text -> quantity("memoryRequest", text))
                .orElse(memory);
        Optional<Quantity> disk = first(options.get("ephemeralStorage"), template.request(DISK))
                .map(text -> quantity("ephemeralStorage", text));
        PodResources resources = new PodResources(
                cpu,
                first(options.get("cpuLimit"), template.limit("cpu")).map(text -> quantity("cpuLimit", text)),
                memoryRequest,
                memory,
                disk,
                first(options.get("ephemeralStorageLimit"), template.limit(DISK))
                        .map(text -> quantity("ephemeralStorageLimit", text)));
        resources.cpuLimit().ifPresent(limit -> atLeast("cpuLimit", limit, "cpu", cpu));
        atLeast("memory", memory, "memoryRequest", memoryRequest);
        resources
                .ephemeralStorageLimit()
                .ifPresent(limit -> disk.ifPresent(
                        request -> atLeast("ephemeralStorageLimit", limit, "ephemeralStorage", request)));
        return resources;
    }

    private static Quantity quantity(String option, String text) {
        return OptionChecks.quantity(option, text);
    }

    private static Optional<String> first(@Nullable String option, Optional<String> template) {
        return Optional.ofNullable(option).or(() -> template);
    }

    private static void atLeast(String limited, Quantity limit, String asking, Quantity request) {
        if (limit.getNumericalAmount().compareTo(request.getNumericalAmount()) < 0) {
            throw new IllegalArgumentException(limited + ": \"" + limit + "\" is less than " + asking + ", which is \""
                    + request + "\"; a pod may use at least what it asks for.");
        }
    }

    /** The template's requirements with these over them; what else it asks for, such as GPUs, stays. */
    ResourceRequirements over(@Nullable ResourceRequirements template) {
        ResourceRequirementsBuilder all =
                template == null ? new ResourceRequirementsBuilder() : new ResourceRequirementsBuilder(template);
        all.addToRequests("cpu", cpu).addToRequests("memory", memoryRequest).addToLimits("memory", memory);
        cpuLimit.ifPresent(limit -> all.addToLimits("cpu", limit));
        ephemeralStorage.ifPresent(request -> all.addToRequests(DISK, request));
        ephemeralStorageLimit.ifPresent(limit -> all.addToLimits(DISK, limit));
        return all.build();
    }
}
