/** The contract of object stores, and decorators that count and disturb. */
@NullMarked
package io.kubeface.testkit.store;

import org.jspecify.annotations.NullMarked;
