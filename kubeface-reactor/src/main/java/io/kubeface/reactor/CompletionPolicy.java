package io.kubeface.reactor;

import java.io.Serializable;

/**
 * When a job ends by itself before, or otherwise than, each input has its outcome. What it counts are inputs, not tasks.
 * Names and meaning follow what is in use: {@code minSuccessful} and {@code toleratedFailure…} of AWS Lambda's durable
 * functions ({@code CompletionConfig}) and of Step Functions' distributed map.
 *
 * <p>When a policy decides, nothing more is taken or launched, what runs is killed, and what was written is removed, as
 * by a cancellation. What the subscriber gets then:
 *
 * <ul>
 *   <li>A job that ends with an error gives the results that are known and that had been asked for at that moment, in
 *       their order, leaving out those that are not known; then {@code onError} with a {@link JobFailedException}. It does
 *       not wait for further requests.
 *   <li>A job that ends with success ({@link #minSuccessful}) gives all results that are known, as they are asked for,
 *       leaving out those that are not; then {@code onComplete}. These may be more than were needed.
 *   <li>A policy that decides when all inputs have their outcome ({@link #afterAll}, and the others if they have not
 *       decided before) has given all results by then, as they were asked for; only the last signal differs.
 * </ul>
 *
 * <p>A value that cannot be read when it is asked for counts as failed from then on.
 *
 * @param rule how it decides
 * @param limit the number or percentage that the rule needs, else 0
 */
public record CompletionPolicy(Rule rule, double limit) implements Serializable {
    private static final int HUNDRED = 100;

    /** How a policy decides. */
    public enum Rule {
        /** {@link #allSettle}. */
        ALL_SETTLE,
        /** {@link #failFast}. */
        FAIL_FAST,
        /** {@link #afterAll}. */
        AFTER_ALL,
        /** {@link #minSuccessful}. */
        MIN_SUCCESSFUL,
        /** {@link #toleratedFailures}. */
        TOLERATED_FAILURES,
        /** {@link #toleratedFailurePercentage}. */
        TOLERATED_FAILURE_PERCENTAGE
    }

    /** Failures are values; the job completes when each input has its outcome. The default. */
    public static CompletionPolicy allSettle() {
        return new CompletionPolicy(Rule.ALL_SETTLE, 0);
    }

    /** The first input that fails ends the job with an error, whether or not its result had its turn. */
    public static CompletionPolicy failFast() {
        return new CompletionPolicy(Rule.FAIL_FAST, 0);
    }

    /** Everything runs; then the job ends with an error if an input failed. */
    public static CompletionPolicy afterAll() {
        return new CompletionPolicy(Rule.AFTER_ALL, 0);
    }

    /**
     * So many inputs with a value end the job with success. It ends with an error when all have their outcome and fewer
     * have a value, or as soon as that is certain: when the source has ended, or {@link JobSpec#numItems} told the total,
     * and too many have failed.
     *
     * @throws IllegalArgumentException when it is less than 1
     */
    public static CompletionPolicy minSuccessful(long inputs) {
        KubefaceBuilder.atLeast("minSuccessful", 1, inputs);
        return new CompletionPolicy(Rule.MIN_SUCCESSFUL, inputs);
    }

    /**
     * More failed inputs than these end the job with an error.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public static CompletionPolicy toleratedFailures(long inputs) {
        KubefaceBuilder.atLeast("toleratedFailures", 0, inputs);
        return new CompletionPolicy(Rule.TOLERATED_FAILURES, inputs);
    }

    /**
     * A larger part of failed inputs ends the job with an error. The part is of all inputs, so that it is decided only
     * when their number is known: as soon as the source has ended, or from the beginning if {@link JobSpec#numItems} told
     * it (and not more have come), else when all have their outcome. The first failure of many is not yet 100 %.
     *
     * @param percentage from 0 to 100
     * @throws IllegalArgumentException when it is not
     */
    public static CompletionPolicy toleratedFailurePercentage(double percentage) {
        if (!(percentage >= 0 && percentage <= HUNDRED)) {
            throw new IllegalArgumentException(
                    "toleratedFailurePercentage must be from 0 to 100; got " + percentage + ".");
        }
        return new CompletionPolicy(Rule.TOLERATED_FAILURE_PERCENTAGE, percentage);
    }
}
