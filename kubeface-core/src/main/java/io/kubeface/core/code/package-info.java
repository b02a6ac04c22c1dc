/** The class path as content: staged by digest, verified before it is loaded. */
@NullMarked
package io.kubeface.core.code;

import org.jspecify.annotations.NullMarked;
