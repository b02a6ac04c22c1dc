package io.kubeface.core.store;

import java.time.Instant;

/**
 * What is known of an object without reading it.
 *
 * @param name its name below the root
 * @param sizeBytes its length
 * @param contentType as it was put; {@code application/octet-stream} where the store keeps none
 * @param modified when it was written, by the store's clock
 */
public record ObjectInfo(String name, long sizeBytes, String contentType, Instant modified) {}
