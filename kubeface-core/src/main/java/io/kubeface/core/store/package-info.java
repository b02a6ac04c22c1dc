/** The object store port, its failures, and the stores that need no cloud. */
@NullMarked
package io.kubeface.core.store;

import org.jspecify.annotations.NullMarked;
