/** Protobuf messages as values; the one part of core that is loaded beside the user's classes. */
@NullMarked
package io.kubeface.core.codec.protobuf;

import org.jspecify.annotations.NullMarked;
