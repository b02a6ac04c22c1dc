package io.kubeface.systemtests.chaos;

import io.kubeface.core.TaskFunction;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The function of the job: takes its time, so that there is something to disturb. */
record ChaosTask(long millis) implements TaskFunction<Integer, Integer> {
    private static final long serialVersionUID = 1;
    private static final Set<String> NOT_NEEDED =
            Set.of("assertj", "byte-buddy", "conscrypt", "groovy", "grpc-netty", "grpc-xds", "kubernetes-");

    @Override
    public Integer apply(Integer input) throws InterruptedException {
        Thread.sleep(millis);
        return value(input);
    }

    /** What it makes of an input. */
    static int value(int input) {
        return 31 * input + 7;
    }

    /** This JVM's class path without what is large and no worker needs, as each pod fetches all of it. */
    static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
                .map(Path::of)
                // A JVM passes over what is not there, such as the classes of a module that has only tests.
                .filter(Files::exists)
                .filter(entry ->
                        NOT_NEEDED.stream().noneMatch(entry.getFileName().toString()::startsWith))
                .toList();
    }
}
