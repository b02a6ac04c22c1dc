package io.kubeface.core.task;

import java.time.Instant;

/**
 * What a worker says of its run, written with the result. Times are by the worker's clock; when the function was never
 * called, both are the time at which the result was written.
 *
 * @param attempt which launch of the task it was, from 1
 * @param started when the function was first called: the first input had been read
 * @param ended when it last returned or threw
 * @param host name of the machine or pod
 * @param pid process id there
 * @param jvm Java version and vendor
 * @param commandLine how the worker was started
 * @param inputBytes length of the input object
 */
public record RunReport(
        int attempt,
        Instant started,
        Instant ended,
        String host,
        long pid,
        String jvm,
        String commandLine,
        long inputBytes) {}
