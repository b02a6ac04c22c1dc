package io.kubeface.core.task;

/**
 * Who runs an attempt, as its result tells people.
 *
 * @param host name of the machine or pod
 * @param pid process id there
 * @param jvm Java version and vendor
 * @param commandLine how the process was started
 */
public record WorkerIdentity(String host, long pid, String jvm, String commandLine) {}
