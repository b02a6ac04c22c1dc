package io.kubeface.reactor.backend;

import io.kubeface.core.code.StagedCode;
import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.TaskAddress;

/**
 * What is to be run.
 *
 * @param address where the attempt's objects are
 * @param manifest the job's
 * @param code the driver's code, uploaded
 * @param deleteInput whether the worker removes the input once the result is durable
 */
public record AttemptSpec(TaskAddress address, JobManifest manifest, StagedCode code, boolean deleteInput) {}
