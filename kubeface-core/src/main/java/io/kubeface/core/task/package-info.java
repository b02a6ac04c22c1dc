/** One attempt at one task, from the input object to the result object. */
@NullMarked
package io.kubeface.core.task;

import org.jspecify.annotations.NullMarked;
