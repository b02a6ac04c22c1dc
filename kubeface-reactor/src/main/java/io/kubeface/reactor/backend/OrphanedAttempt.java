package io.kubeface.reactor.backend;

import io.kubeface.core.task.TaskAddress;
import reactor.core.publisher.Mono;

/**
 * An attempt that has outlived its driver.
 *
 * @param address where its objects are, as its own driver gave them
 * @param adoption takes it over: the attempt as if it had been launched here, also when it has ended meanwhile. Does nothing
 *     before it is subscribed to, which is once at most. Fails with a {@link LaunchException}
 */
public record OrphanedAttempt(TaskAddress address, Mono<Attempt> adoption) {}
