/** Jobs in Micrometer's meters and observations. */
@NullMarked
package io.kubeface.micrometer;

import org.jspecify.annotations.NullMarked;
