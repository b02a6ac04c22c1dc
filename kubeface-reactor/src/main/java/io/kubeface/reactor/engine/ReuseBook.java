package io.kubeface.reactor.engine;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.name.ReuseKey;
import io.kubeface.core.name.TaskName;
import io.kubeface.reactor.Reuse;
import io.kubeface.reactor.Reuse.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A job's names for its tasks when results are kept for later runs, and what came of looking for them. Belongs to the job's
 * loop. The numbers of equal inputs take 32 bytes for each different input.
 */
final class ReuseBook {
    private final String code;
    private final String function;
    private final ReuseIndex index;
    private final LongIntTable occurrences = new LongIntTable();
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

    /**
     * A task's name, and what is known of it.
     *
     * @param name its reuse key
     * @param reuse whether its value is there
     */
    record Entry(TaskName name, Reuse reuse) {}

    ReuseBook(String code, String function, ReuseIndex index) {
        this.code = code;
        this.function = function;
        this.index = index;
    }

    /**
     * Names the code: all that decides what a function does, apart from itself and its input. The order of the class path
     * counts, as the first of two classes of one name is the one that runs. This library is on the class path; the worker's
     * Java is left out ({@code docs/decisions/0008-reuse.md}).
     */
    static String code(List<CodeEntry> classPath, List<String> codecs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(classPath.size());
            for (CodeEntry entry : classPath) {
                out.writeUTF(entry.sha256());
            }
            for (String codec : codecs) {
                out.writeUTF(codec);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ReuseKey.code(sha256(bytes.toByteArray()));
    }

    /** Names a function. */
    static String function(byte[] serialised) {
        return ReuseKey.function(sha256(serialised));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, and this one has not.", e);
        }
    }

    /** Names the next task that has these inputs. */
    Entry next(byte[] inputSha256) {
        // Inputs that share 64 bits share their numbers too, which costs nothing but a number.
        long hash = ByteBuffer.wrap(inputSha256).getLong();
        int occurrence = occurrences.get(hash, 0) + 1;
        occurrences.put(hash, occurrence);
        String input = ReuseKey.input(inputSha256);
        Reuse reuse = index.find(input, occurrence);
        count(reuse.verdict(), 1);
        return new Entry(new ReuseKey(code, function, input, occurrence).name(), reuse);
    }

    /** A value that was counted as reused turned out unreadable. */
    void unreadable() {
        count(Verdict.REUSED, -1);
        count(Verdict.UNREADABLE, 1);
    }

    private void count(Verdict verdict, int more) {
        counts.merge(verdict, more, Integer::sum);
    }

    /** How many tasks were found so. */
    int count(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }

    /** What came of it, for the log. */
    String summary() {
        int tasks = counts.values().stream().mapToInt(Integer::intValue).sum();
        StringBuilder text = new StringBuilder(120)
                .append(count(Verdict.REUSED))
                .append(" of ")
                .append(tasks)
                .append(" tasks were reused");
        String separator = "; run were: ";
        for (Verdict verdict : Verdict.values()) {
            if (verdict != Verdict.REUSED && count(verdict) > 0) {
                text.append(separator)
                        .append(count(verdict))
                        .append(" (")
                        .append(verdict)
                        .append(')');
                separator = ", ";
            }
        }
        return text.toString();
    }
}
