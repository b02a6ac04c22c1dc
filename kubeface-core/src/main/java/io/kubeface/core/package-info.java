/** What a function sees of Kubeface: the function itself and the context of the task that runs it. */
@NullMarked
package io.kubeface.core;

import org.jspecify.annotations.NullMarked;
