package io.kubeface.core.code;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A driver's code, uploaded.
 *
 * @param classPath the function's class path, in its order
 * @param worker the class path that the worker's own process starts from: a few of our jars, which user code never sees
 * @param files for each digest of either list, a jar file on this machine with that content; never a directory
 */
public record StagedCode(List<CodeEntry> classPath, List<CodeEntry> worker, Map<String, Path> files) {
    public StagedCode {
        classPath = List.copyOf(classPath);
        worker = List.copyOf(worker);
        files = Map.copyOf(files);
    }
}
