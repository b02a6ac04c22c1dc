package io.kubeface.core.task;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
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
 * @param objects what remote objects are filed under that the job writes and reads: its cache key, or its client's own key
 * @param parents the tasks that the driver itself runs in, the outermost first, each a job's id, a slash and the task's name
 */
public record JobManifest(
        JobId job,
        String libraryVersion,
        int javaFeature,
        List<CodeEntry> classPath,
        String functionType,
        List<String> codecs,
        Map<String, String> propagated,
        JobKey objects,
        List<String> parents) {
    public JobManifest {
        classPath = List.copyOf(classPath);
        codecs = List.copyOf(codecs);
        propagated = Map.copyOf(propagated);
        parents = List.copyOf(parents);
    }

    /** A job of a driver that runs in no task, whose remote objects are its own. */
    public JobManifest(
            JobId job,
            String libraryVersion,
            int javaFeature,
            List<CodeEntry> classPath,
            String functionType,
            List<String> codecs,
            Map<String, String> propagated) {
        this(job, libraryVersion, javaFeature, classPath, functionType, codecs, propagated, job.asKey(), List.of());
    }
}
