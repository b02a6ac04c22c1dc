package io.kubeface.core.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which process a driver is, so that a later one of the same machine knows at once that it is gone. Told of on Linux only,
 * as its {@code /proc} does; between two containers it tells nothing, since neither sees the other's processes.
 *
 * @param machine this boot of the machine, and the name space of its process ids
 * @param pid in that name space
 * @param started when the process was started, in ticks since the boot: ids are given again
 */
public record DriverProcess(String machine, long pid, long started) {
    private static final Path PROC = Path.of("/proc");
    private static final String SEPARATOR = " ";

    /** Of the fields behind a process's name, in parentheses that it may hold too: its state, and when it was started. */
    private static final int STATE = 0;

    private static final int STARTED = 19;

    /** Refuses what {@link #format} could not write. */
    public DriverProcess {
        if (machine.isEmpty() || machine.contains(SEPARATOR)) {
            throw new IllegalArgumentException("A machine is one word; got \"" + machine + "\".");
        }
    }

    /** This process; empty where it cannot be told. */
    public static Optional<DriverProcess> own() {
        long pid = ProcessHandle.current().pid();
        Optional<Long> started = started(pid);
        return started.isEmpty()
                ? Optional.empty()
                : thisMachine().map(name -> new DriverProcess(name, pid, started.get()));
    }

    /** Reads what {@link #format} wrote; empty when it is something else. */
    public static Optional<DriverProcess> parse(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        try {
            return parts.length == 3
                    ? Optional.of(new DriverProcess(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As a text of one line. */
    public String format() {
        return machine + SEPARATOR + pid + SEPARATOR + started;
    }

    /** Whether it is known to run no more; false also when nothing can be known of it from here. */
    public boolean hasEnded() {
        return thisMachine().filter(machine::equals).isPresent()
                && !started(pid).filter(found -> found == started).isPresent();
    }

    private static Optional<String> thisMachine() {
        try {
            String boot =
                    Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
            return Optional.of(boot + "/" + Files.readSymbolicLink(PROC.resolve("self/ns/pid")));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** When a process that runs was started; empty when there is none. */
    private static Optional<Long> started(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(SEPARATOR, -1);
            boolean over = fields[STATE].equals("Z") || fields[STATE].equals("X");
            return over ? Optional.empty() : Optional.of(Long.parseLong(fields[STARTED]));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
