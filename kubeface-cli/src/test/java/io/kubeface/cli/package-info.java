@NullMarked
package io.kubeface.cli;

import org.jspecify.annotations.NullMarked;
