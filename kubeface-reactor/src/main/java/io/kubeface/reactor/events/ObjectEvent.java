package io.kubeface.reactor.events;

/** A hint that something may have changed in the store. */
public sealed interface ObjectEvent {

    /**
     * An object may have been written.
     *
     * @param name below the storage root
     */
    record Written(String name) implements ObjectEvent {}

    /** Anything may have been missed before this moment. */
    record Gap() implements ObjectEvent {}
}
