package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.Serializable;
import java.util.function.UnaryOperator;

/** What an option changes in pods; it can be sent along with a client that a function captures. */
@FunctionalInterface
interface PodEdit extends UnaryOperator<Pod>, Serializable {}
