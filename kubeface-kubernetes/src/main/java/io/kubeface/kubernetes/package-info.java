/** A pod for each attempt. */
@NullMarked
package io.kubeface.kubernetes;

import org.jspecify.annotations.NullMarked;
