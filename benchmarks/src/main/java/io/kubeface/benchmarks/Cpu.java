package io.kubeface.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time, user and system together, of this process and of its children that have ended, with theirs. As the
 * Linux kernel counts it, so also what a child did before its JVM ran and after it ended is there.
 *
 * @param ownSeconds of this process
 * @param childrenSeconds of those that were waited for
 */
record Cpu(double ownSeconds, double childrenSeconds) {
    /** What one unit of the file is to programs, whatever the kernel's own clock. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    static Cpu now() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        // The name of the program stands in parentheses and may hold anything; fields are counted from behind it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new Cpu(seconds(fields, USER, SYSTEM), seconds(fields, CHILDREN_USER, CHILDREN_SYSTEM));
    }

    Cpu since(Cpu earlier) {
        return new Cpu(ownSeconds - earlier.ownSeconds, childrenSeconds - earlier.childrenSeconds);
    }

    private static double seconds(String[] fields, int one, int other) {
        return (Long.parseLong(fields[one]) + Long.parseLong(fields[other])) / TICKS_PER_SECOND;
    }
}
