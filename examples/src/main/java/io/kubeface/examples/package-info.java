/** Small programs on real input, each with a {@code main}. */
@NullMarked
package io.kubeface.examples;

import org.jspecify.annotations.NullMarked;
