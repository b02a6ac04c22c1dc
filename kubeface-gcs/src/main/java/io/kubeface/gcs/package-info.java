/** Objects in a bucket of Google Cloud Storage. */
@NullMarked
package io.kubeface.gcs;

import org.jspecify.annotations.NullMarked;
