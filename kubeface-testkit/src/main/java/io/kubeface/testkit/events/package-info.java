/** The contract of object events, and a source that loses, doubles and delays. */
@NullMarked
package io.kubeface.testkit.events;

import org.jspecify.annotations.NullMarked;
