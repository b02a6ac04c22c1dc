/** How long objects stay: signs of life of drivers, and the removal of what nobody needs any more. */
@NullMarked
package io.kubeface.core.lifecycle;

import org.jspecify.annotations.NullMarked;
