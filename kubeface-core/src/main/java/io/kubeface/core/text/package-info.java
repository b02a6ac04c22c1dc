/** Text of others, made safe to show, and to give to a shell. */
@NullMarked
package io.kubeface.core.text;

import org.jspecify.annotations.NullMarked;
