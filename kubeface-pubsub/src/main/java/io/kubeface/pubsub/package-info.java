/** Hears of new objects of a bucket through Pub/Sub. */
@NullMarked
package io.kubeface.pubsub;

import org.jspecify.annotations.NullMarked;
