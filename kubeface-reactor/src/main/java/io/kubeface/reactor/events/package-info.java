/** The port to whatever tells of new objects, and the sources that need no cloud. */
@NullMarked
package io.kubeface.reactor.events;

import org.jspecify.annotations.NullMarked;
