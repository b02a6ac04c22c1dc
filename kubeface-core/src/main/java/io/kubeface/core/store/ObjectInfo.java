package io.kubeface.core.store;

import java.time.Instant;

/**
 * What is known of an object without reading it.
 *
 * @param name its name below the root
 * @param sizeBytes its length
 * @param contentType as it was put, or, where the store keeps none, as the ending of the name tells;
 *     {@code application/octet-stream} when that tells nothing
 * @param modified when it was written, by the store's clock
 */
public record ObjectInfo(String name, long sizeBytes, String contentType, Instant modified) {}
