/** Text of others, made safe to show. */
@NullMarked
package io.kubeface.core.text;

import org.jspecify.annotations.NullMarked;
