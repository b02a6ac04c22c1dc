/** Starts a worker in any Java image: fetches its jars and runs it. */
@NullMarked
package io.kubeface.bootstrap;

import org.jspecify.annotations.NullMarked;
