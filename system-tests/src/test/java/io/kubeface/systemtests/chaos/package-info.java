/** A job on real parts under faults that a seed draws. */
@NullMarked
package io.kubeface.systemtests.chaos;

import org.jspecify.annotations.NullMarked;
