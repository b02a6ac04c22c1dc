package io.kubeface.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of jars that a worker starts from: a line for each, in order, of digest, size in bytes and name. Nothing of
 * it becomes a file name or an object's name but the digest, which is checked.
 */
final class WorkerJars {
    private static final int DIGITS = 64;

    private WorkerJars() {}

    static byte[] bytes(Path list) throws BootstrapException {
        byte[] bytes = bytesIfPresent(list);
        if (bytes == null) {
            throw BootstrapException.useless("There is no list of the worker's jars at " + list
                    + " (--worker-jars); the driver's ConfigMap is not mounted there.");
        }
        return bytes;
    }

    static byte @Nullable [] bytesIfPresent(Path list) throws BootstrapException {
        try {
            return Files.readAllBytes(list);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new BootstrapException(
                    BootstrapException.USELESS, "The list of the worker's jars, " + list + ", cannot be read: " + e, e);
        }
    }

    /** Whether two lists mean the same code; what the jars are called does not matter. */
    static boolean same(byte[] one, byte[] other) {
        if (Arrays.equals(one, other)) {
            return true;
        }
        try {
            List<WorkerJar> first = parse(Path.of(""), one);
            List<WorkerJar> second = parse(Path.of(""), other);
            return firstDifference(first, second) < 0;
        } catch (BootstrapException e) {
            return false;
        }
    }

    /** The index from which two lists differ; -1 when they do not. */
    static int firstDifference(List<WorkerJar> one, List<WorkerJar> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            WorkerJar first = one.get(i);
            WorkerJar second = other.get(i);
            if (!first.sha256().equals(second.sha256()) || first.sizeBytes() != second.sizeBytes()) {
                return i;
            }
        }
        return one.size() == other.size() ? -1 : Math.min(one.size(), other.size());
    }

    /**
     * Reads a list.
     *
     * @param list where it was read from, for messages
     */
    static List<WorkerJar> parse(Path list, byte[] bytes) throws BootstrapException {
        List<WorkerJar> jars = new ArrayList<>();
        String text = new String(bytes, StandardCharsets.UTF_8);
        int begin = 0;
        while (begin < text.length()) {
            int end = text.indexOf('\n', begin);
            if (end < 0) {
                end = text.length();
            }
            jars.add(jar(list, jars.size() + 1, text.substring(begin, end)));
            begin = end + 1;
        }
        if (jars.isEmpty()) {
            throw BootstrapException.useless("The list of the worker's jars, " + list + ", is empty.");
        }
        return jars;
    }

    private static WorkerJar jar(Path list, int number, String line) throws BootstrapException {
        int sizeEnd = line.indexOf(' ', DIGITS + 1);
        if (line.length() > DIGITS && line.charAt(DIGITS) == ' ' && sizeEnd > 0 && isDigest(line)) {
            try {
                long sizeBytes = Long.parseLong(line.substring(DIGITS + 1, sizeEnd));
                if (sizeBytes >= 0) {
                    return new WorkerJar(line.substring(0, DIGITS), sizeBytes, line.substring(sizeEnd + 1));
                }
            } catch (NumberFormatException e) {
                // As below.
            }
        }
        throw BootstrapException.useless("Line " + number + " of " + list
                + " is not a SHA-256 digest of 64 lower-case hexadecimal digits, a size in bytes and a name, with a space"
                + " between: \"" + line + "\".");
    }

    private static boolean isDigest(String line) {
        for (int i = 0; i < DIGITS; i++) {
            char c = line.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
