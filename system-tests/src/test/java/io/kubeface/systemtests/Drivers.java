package io.kubeface.systemtests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Drivers in JVMs of their own, to be killed. */
public final class Drivers {
    private Drivers() {}

    /** A main class with this class path; what it prints, also as errors, is its standard output. */
    public static ProcessBuilder of(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        // Of failsafe; the other property names a jar that only refers to it.
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }
}
