/** The port to whatever runs workers, and the backends that need no cloud. */
@NullMarked
package io.kubeface.reactor.backend;

import org.jspecify.annotations.NullMarked;
