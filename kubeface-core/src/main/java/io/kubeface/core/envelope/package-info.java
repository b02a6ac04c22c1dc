/** The self-describing, checksummed form of every object that driver and worker exchange. */
@NullMarked
package io.kubeface.core.envelope;

import org.jspecify.annotations.NullMarked;
