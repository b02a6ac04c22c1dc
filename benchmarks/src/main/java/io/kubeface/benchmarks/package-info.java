/** Whole runs measured from outside, and the floors that they are compared with. */
@NullMarked
package io.kubeface.benchmarks;

import org.jspecify.annotations.NullMarked;
