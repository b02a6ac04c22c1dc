/** The public API: a client, its jobs, and what became of each input. */
@NullMarked
package io.kubeface.reactor;

import org.jspecify.annotations.NullMarked;
