/** The user's function on its way to the workers. */
@NullMarked
package io.kubeface.core.function;

import org.jspecify.annotations.NullMarked;
