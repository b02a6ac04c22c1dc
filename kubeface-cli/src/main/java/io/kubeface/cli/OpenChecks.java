package io.kubeface.cli;

import io.kubeface.core.check.Check;
import io.kubeface.core.check.CheckGroup;
import io.kubeface.core.check.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks, and the connections of their groups. */
final class OpenChecks implements AutoCloseable {
    private final List<Check> checks = new ArrayList<>();
    private final List<CheckGroup> groups = new ArrayList<>();

    /** Opens a group. */
    @FunctionalInterface
    interface Opening {
        Optional<CheckGroup> open() throws IOException;
    }

    /** A group that could not be opened. */
    private record Unopened(String name, String why) implements Check {
        @Override
        public List<String> needs() {
            return List.of();
        }

        @Override
        public Finding run() {
            return Finding.failed(why);
        }
    }

    void addAll(List<Check> more) {
        checks.addAll(more);
    }

    /**
     * Opens a group and adds its checks, or one that fails.
     *
     * @param name of the one that fails
     */
    void add(String name, Opening opening) {
        try {
            opening.open().ifPresent(group -> {
                groups.add(group);
                checks.addAll(group.checks());
            });
        } catch (IOException | RuntimeException e) {
            checks.add(new Unopened(name, String.valueOf(e.getMessage())));
        }
    }

    /** All of them, in the order in which they were added. */
    List<Check> all() {
        return List.copyOf(checks);
    }

    @Override
    public void close() throws IOException {
        for (CheckGroup group : groups) {
            group.close();
        }
    }
}
