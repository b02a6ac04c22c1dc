package io.kubeface.worker;

import io.kubeface.core.task.TaskAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A worker's command line.
 *
 * @param address where the attempt's objects are
 * @param installed directory with jars by digest that the machine's image brought; null for none
 * @param codeCache directory of jars by digest; null for the user's own
 * @param logFile the file that the process's output goes to; null when the worker itself is to keep what is printed
 * @param watchStdin whether to end when standard input does
 * @param watchLease whether to end when the driver does not renew its lease any more
 * @param deleteInput whether to remove the input once the result is durable
 * @param verbosity how much the worker says
 */
record WorkerOptions(
        TaskAddress address,
        @Nullable Path installed,
        @Nullable Path codeCache,
        @Nullable Path logFile,
        boolean watchStdin,
        boolean watchLease,
        boolean deleteInput,
        Verbosity verbosity) {}
