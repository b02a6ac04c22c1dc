/** The contract of backends, and a backend that a test moves by hand. */
@NullMarked
package io.kubeface.testkit.backend;

import org.jspecify.annotations.NullMarked;
