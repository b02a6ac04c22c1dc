package io.kubeface.core.code;

import java.util.List;

/**
 * The jars that a worker's own process starts from, as a text: a line for each, in order, of its digest, its size in
 * bytes and its name for people, with a space between. A worker's image and the driver's configuration for pods hold
 * this list, and {@code io.kubeface.bootstrap} reads both.
 */
public final class WorkerList {
    private WorkerList() {}

    /**
     * The text for jars.
     *
     * @param jars as {@link StagedCode#worker} has them
     */
    public static String format(List<CodeEntry> jars) {
        StringBuilder text = new StringBuilder();
        for (CodeEntry jar : jars) {
            text.append(jar.sha256())
                    .append(' ')
                    .append(jar.sizeBytes())
                    .append(' ')
                    .append(oneLine(jar.fileName()))
                    .append('\n');
        }
        return text.toString();
    }

    /** A file's name may hold anything, and a line break in it would make an entry of its own. */
    private static String oneLine(String name) {
        StringBuilder line = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
        }
        return line.toString();
    }
}
