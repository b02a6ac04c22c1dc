package io.kubeface.cli;

import java.util.OptionalLong;
import reactor.core.publisher.Flux;

/**
 * A job's inputs.
 *
 * @param values pulled one by one, as they are requested, on a thread that may block; fails with an
 *     {@link InputException}
 * @param size how many there are, if that is known beforehand
 */
record Inputs(Flux<Object> values, OptionalLong size) {}
