package io.kubeface.reactor;

import io.kubeface.core.TaskContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tasks that a client runs in, if it runs in any.
 *
 * @param tasks the outermost first; each is a job's id, a slash, and the task's name
 */
record Nesting(List<String> tasks) {
    /** As {@link io.kubeface.core.name.JobId#of} ends an id. */
    private static final Pattern STAMP = Pattern.compile("-[0-9]{8}-[0-9]{6}-[0-9a-z]{6}$");

    private static final Pattern LEADING_ZEROS = Pattern.compile("^0+(?=[0-9])");
    private static final int LONGEST_PARENT = 36;
    private static final int LONGEST_TASK = 8;

    Nesting {
        tasks = List.copyOf(tasks);
    }

    static Nesting in(Optional<TaskContext> task) {
        return new Nesting(task.map(TaskContext::chain).orElse(List.of()));
    }

    /**
     * Checks that it is not too deep.
     *
     * @throws IllegalStateException when it is; the message has all tasks
     */
    void check(int maxDepth) {
        if (tasks.size() > maxDepth) {
            throw new IllegalStateException(
                    "A Kubeface client was to be opened in a task that is nested " + tasks.size()
                            + " deep, and maxDepth is " + maxDepth + ": " + String.join(" > ", tasks)
                            + ". Raise maxDepth in the outermost client, if this has an end.");
        }
    }

    /** A job's name with that of the task which began it before it. */
    String name(String own) {
        if (tasks.isEmpty()) {
            return own;
        }
        String innermost = tasks.get(tasks.size() - 1);
        int slash = innermost.indexOf('/');
        String job = innermost.substring(0, slash);
        Matcher stamp = STAMP.matcher(job);
        String parent = stamp.find() ? job.substring(0, stamp.start()) : job;
        String task = LEADING_ZEROS.matcher(innermost.substring(slash + 1)).replaceFirst("");
        return last(parent, LONGEST_PARENT) + "/" + task.substring(0, Math.min(LONGEST_TASK, task.length())) + "/"
                + own;
    }

    /** The end of a name tells more than its begin, which is that of all that the outermost job began. */
    private static String last(String text, int length) {
        return text.substring(Math.max(0, text.length() - length));
    }
}
