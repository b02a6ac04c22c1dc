/** The engine: one serial state machine per job, and the pure policies it asks. */
@NullMarked
package io.kubeface.reactor.engine;

import org.jspecify.annotations.NullMarked;
