/** The process that runs one attempt at one task. It starts fast: few classes, and none that a plain task does not need. */
@NullMarked
package io.kubeface.worker;

import org.jspecify.annotations.NullMarked;
