package io.kubeface.kubernetes;

import io.kubeface.kubernetes.KubernetesBackend.InstallPolicy;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.ContainerJvm;
import java.util.ArrayList;
import java.util.List;

/** Pure: the command line of a pod's worker. */
final class PodCommand {
    static final String BOOTSTRAP_DIRECTORY = "/kubeface/bootstrap";
    static final String HOME = "/kubeface/home";
    static final String CACHE = "/kubeface/cache";
    private static final String INSTALLED = "/opt/kubeface";

    private PodCommand() {}

    static List<String> of(AttemptSpec spec, KubernetesOptions options) {
        List<String> command = new ArrayList<>();
        command.add(options.javaExecutable());
        command.addAll(flags(options.jvmOptions(), options.installPolicy()));
        command.add("-cp");
        command.add(INSTALLED + "/worker.jar:" + BOOTSTRAP_DIRECTORY + "/" + BootstrapMap.JAR);
        command.add("io.kubeface.bootstrap.Bootstrap");
        command.add("--worker-jars");
        command.add(BOOTSTRAP_DIRECTORY + "/" + BootstrapMap.JAR_LIST);
        command.add("--install-policy");
        command.add(options.installPolicy().argument());
        command.addAll(spec.address().arguments());
        command.add("--code-cache");
        // A directory below the volume: the volume itself is open to its group, and code must not be.
        command.add(CACHE + "/code");
        command.add("--installed");
        command.add(INSTALLED);
        command.add("--watch-lease");
        if (spec.deleteInput()) {
            command.add("--delete-input");
        }
        if (options.verbose()) {
            command.add("--verbose");
        }
        return command.stream().map(PodCommand::literal).toList();
    }

    /** Kubernetes replaces {@code $(NAME)} in commands and variables; a doubled dollar is how it is told not to. */
    static String literal(String text) {
        return text.replace("$", "$$");
    }

    private static List<String> flags(List<String> jvmOptions, InstallPolicy policy) {
        List<String> flags = new ArrayList<>();
        if (policy != InstallPolicy.ALWAYS) {
            // Where the image has no worker this costs the JVM its own archive of the JDK's classes too.
            flags.add("-XX:SharedArchiveFile=" + INSTALLED + "/worker.jsa");
        }
        flags.addAll(ContainerJvm.flags(HOME, true, jvmOptions));
        return flags;
    }
}
