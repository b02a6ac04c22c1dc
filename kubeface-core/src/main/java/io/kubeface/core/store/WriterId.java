package io.kubeface.core.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Who writes a temporary file.
 *
 * @param place the running system and its process namespace, within which a process id means one process; empty where
 *     the system does not tell, which is anywhere but on Linux
 * @param pid the process
 */
record WriterId(String place, String pid) {
    private static final Path PROC = Path.of("/proc");

    static WriterId ofThisProcess() {
        try {
            String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id"));
            String namespace =
                    Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
            String pid = Files.readSymbolicLink(PROC.resolve("self")).toString();
            String inode = namespace.substring(namespace.indexOf('[') + 1, namespace.length() - 1);
            return new WriterId(boot.substring(0, 8) + "-" + inode, pid);
        } catch (IOException | IndexOutOfBoundsException e) {
            return new WriterId("", Long.toString(ProcessHandle.current().pid()));
        }
    }

    /** Whether the other is a process of the same system, so that this one could see whether it runs. */
    boolean sees(WriterId other) {
        return !place.isEmpty() && place.equals(other.place);
    }

    /** Whether this writer, one of the system that asks, is seen to run. */
    boolean runs() {
        return Files.exists(PROC.resolve(pid), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether this writer, one of the system that asks, has ended; false when that cannot be known. */
    boolean hasEnded() {
        // Where a user does not see other users' processes, process 1 is not seen either, and nothing is known.
        return Files.exists(PROC.resolve("1"), LinkOption.NOFOLLOW_LINKS) && !runs();
    }
}
