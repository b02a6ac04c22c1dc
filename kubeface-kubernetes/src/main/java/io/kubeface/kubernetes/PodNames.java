package io.kubeface.kubernetes;

import io.kubeface.core.task.TaskAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Pure: names and label values that Kubernetes takes, of ours that may be longer. */
final class PodNames {
    private static final int LONGEST_LABEL = 63;
    private static final int JOB_CHARACTERS = 24;
    private static final int TASK_CHARACTERS = 10;
    private static final int DIGEST_CHARACTERS = 10;

    private PodNames() {}

    /**
     * A pod's name: at most 63 characters, so that it is its host name too; readable; and another for each launch of
     * each client.
     */
    static String pod(String client, long launch, TaskAddress address) {
        String digest = digest(client + "/" + launch + "/" + address.job().path() + "/"
                + address.input().path() + "/" + address.attempt());
        return "kubeface-" + head(address.job().key().value(), JOB_CHARACTERS) + "-"
                + tail(address.task().value(), TASK_CHARACTERS) + "-" + address.attempt() + "-" + digest;
    }

    /** A label's value: the text itself when it can be one, else its beginning and a digest. */
    static String label(String text) {
        boolean fits = !text.isEmpty() && text.length() <= LONGEST_LABEL && !text.endsWith("-");
        return fits ? text : head(text, LONGEST_LABEL - DIGEST_CHARACTERS - 1) + "-" + digest(text);
    }

    private static String head(String text, int characters) {
        return stripDashes(text.substring(0, Math.min(text.length(), characters)));
    }

    /** Of a number its last digits, which differ. */
    private static String tail(String text, int characters) {
        return stripDashes(text.substring(Math.max(0, text.length() - characters)));
    }

    private static String stripDashes(String text) {
        int end = text.length();
        int start = 0;
        while (end > start && text.charAt(end - 1) == '-') {
            end--;
        }
        while (start < end && text.charAt(start) == '-') {
            start++;
        }
        return start == end ? "x" : text.substring(start, end);
    }

    static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
