/** What envelope and codecs cost. */
@NullMarked
package io.kubeface.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
