/** The kubeface command: a parallel map from the shell. */
@NullMarked
package io.kubeface.cli;

import org.jspecify.annotations.NullMarked;
