/** How values become bytes and back. */
@NullMarked
package io.kubeface.core.codec;

import org.jspecify.annotations.NullMarked;
