package io.kubeface.reactor.backend;

/**
 * Where an attempt runs.
 *
 * @param host name of the machine or node
 * @param worker what runs there, for people: {@code process 4711}, {@code pod grid-7/worker}, {@code thread …}
 */
public record Place(String host, String worker) {}
