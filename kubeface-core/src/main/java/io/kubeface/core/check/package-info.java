/** Checks of a setup: what a driver needs of its storage, and the frame for what it needs of other services. */
@NullMarked
package io.kubeface.core.check;

import org.jspecify.annotations.NullMarked;
