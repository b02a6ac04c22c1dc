package io.kubeface.reactor.backend;

import java.util.ArrayList;
import java.util.List;

/**
 * Pure: what the JVM of a worker in a container is told. Which JVM an image has is not known, so options that it may not
 * know are passed over by it. For backends whose workers run in containers.
 */
public final class ContainerJvm {
    private ContainerJvm() {}

    /**
     * Options of the JVM.
     *
     * @param home a directory that the worker may write to; its user need have no entry in the image's /etc/passwd, which is
     *     where Java looks for one
     * @param ownMemory whether the container's memory is all for this JVM
     * @param jvmOptions the user's, which beat the others
     */
    public static List<String> flags(String home, boolean ownMemory, List<String> jvmOptions) {
        List<String> flags = new ArrayList<>();
        flags.add("-XX:+IgnoreUnrecognizedVMOptions");
        flags.add("-Xshare:auto");
        flags.add("-Xlog:cds*=off");
        flags.addAll(WorkerJvm.flags(jvmOptions));
        flags.add("-XX:+ErrorFileToStderr");
        if (ownMemory) {
            flags.add("-XX:MaxRAMPercentage=70");
        }
        // As a property, since JVMs before 23 refuse to start with the option: else protobuf's use of it makes later
        // ones print four lines of warning into the log of every task.
        flags.add("-Dsun.misc.unsafe.memory.access=allow");
        flags.add("-Duser.home=" + home);
        flags.addAll(jvmOptions);
        return flags;
    }
}
