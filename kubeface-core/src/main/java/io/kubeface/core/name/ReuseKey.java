package io.kubeface.core.name;

import java.util.Optional;

/**
 * What a task's result depends on, which is the task's name where results are kept for later runs: tasks of one name have
 * one result, whatever the run and the position. Each ingredient is a part of its own, so that a listing tells which one is
 * another.
 *
 * @param code digest of the class path, 24 characters (120 bits) of {@code a-z 2-7}
 * @param function digest of the serialised function, likewise
 * @param input digest of the encoded inputs, 32 characters (160 bits): inputs are many, and others may choose them
 * @param occurrence from 1: the how manieth of the job's tasks with equal ingredients
 */
public record ReuseKey(String code, String function, String input, long occurrence) {
    private static final int CODE = 24;
    private static final int FUNCTION = 24;
    private static final int INPUT = 32;
    private static final int BEFORE_OCCURRENCE = CODE + 1 + FUNCTION + 1 + INPUT + 1;

    public ReuseKey {
        if (!Base32.is(CODE, code) || !Base32.is(FUNCTION, function) || !Base32.is(INPUT, input) || occurrence < 1) {
            throw new IllegalArgumentException("A reuse key has digests of " + CODE + ", " + FUNCTION + " and " + INPUT
                    + " characters and an occurrence from 1; got \"" + code + "\", \"" + function + "\", \"" + input
                    + "\", " + occurrence + ".");
        }
    }

    /** Of a SHA-256 digest the part that stands for code. */
    public static String code(byte[] sha256) {
        return Base32.first(CODE, sha256);
    }

    /** Of a SHA-256 digest the part that stands for a function. */
    public static String function(byte[] sha256) {
        return Base32.first(FUNCTION, sha256);
    }

    /** Of a SHA-256 digest the part that stands for inputs. */
    public static String input(byte[] sha256) {
        return Base32.first(INPUT, sha256);
    }

    /** The task's name. */
    public TaskName name() {
        return new TaskName(code + "-" + function + "-" + input + "-" + occurrence);
    }

    /** Reads a task's name; empty when it is none of these. */
    public static Optional<ReuseKey> parse(TaskName name) {
        String value = name.value();
        if (value.length() <= BEFORE_OCCURRENCE
                || value.charAt(CODE) != '-'
                || value.charAt(CODE + 1 + FUNCTION) != '-'
                || value.charAt(BEFORE_OCCURRENCE - 1) != '-') {
            return Optional.empty();
        }
        try {
            return Optional.of(new ReuseKey(
                            value.substring(0, CODE),
                            value.substring(CODE + 1, CODE + 1 + FUNCTION),
                            value.substring(BEFORE_OCCURRENCE - 1 - INPUT, BEFORE_OCCURRENCE - 1),
                            Long.parseLong(value.substring(BEFORE_OCCURRENCE))))
                    .filter(key -> key.name().equals(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
