package io.kubeface.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Memory of processes, in bytes. */
final class Memory {
    private static final long KIBIBYTE = 1024;
    private static final String PEAK = "VmHWM:";

    private Memory() {}

    /** The most that a process had resident so far; 0 when it has ended. */
    static long peakResident(long pid) {
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
        } catch (IOException e) {
            return 0;
        }
        for (String line : lines) {
            if (line.startsWith(PEAK)) {
                return Long.parseLong(
                                line.substring(PEAK.length()).replace("kB", "").strip())
                        * KIBIBYTE;
            }
        }
        return 0;
    }

    /** The heap in use now, garbage included. */
    static long heapInUse() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The most that each heap space of this JVM held, added up: at most so much was in use at once. */
    static long peakHeap() {
        long peak = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                peak += pool.getPeakUsage().getUsed();
            }
        }
        return peak;
    }
}
