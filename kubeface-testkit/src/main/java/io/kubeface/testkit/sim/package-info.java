/** Whole jobs in virtual time, with troubles drawn from a seed, and checks of what must hold whatever happens. */
@NullMarked
package io.kubeface.testkit.sim;

import org.jspecify.annotations.NullMarked;
