package io.kubeface.core.codec;

import java.io.ObjectInputFilter;

/**
 * What a value may be made of when it is read.
 *
 * @param loader where its classes come from
 * @param filter which of them are allowed
 */
public record DecodeScope(ClassLoader loader, ObjectInputFilter filter) {}
