/** Tests of the whole on real parts, which the environment names. */
@NullMarked
package io.kubeface.systemtests;

import org.jspecify.annotations.NullMarked;
