@NullMarked
package io.kubeface.gcs;

import org.jspecify.annotations.NullMarked;
