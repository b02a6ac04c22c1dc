package io.kubeface.core.task;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.name.JobId;
import java.util.List;
import java.util.Map;

/**
 * What a worker must know of a job before it reads the function.
 *
 * @param job whose
 * @param libraryVersion of the driver
 * @param javaFeature feature release of the driver's Java, for example 17
 * @param classPath the function's class path, by content
 * @param functionType name of the function's class, for people
 * @param codecs class names of the codecs that the driver found, in order, so that a worker need not look for them
 * @param propagated allow-listed entries of the subscriber's context
 */
public record JobManifest(
        JobId job,
        String libraryVersion,
        int javaFeature,
        List<CodeEntry> classPath,
        String functionType,
        List<String> codecs,
        Map<String, String> propagated) {
    public JobManifest {
        classPath = List.copyOf(classPath);
        codecs = List.copyOf(codecs);
        propagated = Map.copyOf(propagated);
    }
}
