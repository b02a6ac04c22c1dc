package io.kubeface.reactor.backend;

import java.util.List;

/**
 * What is left where processes cannot be grouped: a killed worker's descendants are looked up at that moment. What a
 * worker leaves behind when it ends by itself is not found, and a worker whose driver dies ends because its standard
 * input does.
 */
final class Descendants implements ProcessTrees {

    @Override
    public List<String> commandPrefix() {
        return List.of();
    }

    @Override
    public void started(Process process) {}

    @Override
    public void kill(Process process) {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void ended(Process process) {}

    @Override
    public void close() {}
}
