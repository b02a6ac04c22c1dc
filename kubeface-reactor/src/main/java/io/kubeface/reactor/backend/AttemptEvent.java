package io.kubeface.reactor.backend;

/** What happens to an attempt. */
public sealed interface AttemptEvent {

    /** It runs. */
    record Started(Place place) implements AttemptEvent {}

    /** Nothing of it runs any more. */
    record Ended(Exit exit) implements AttemptEvent {}
}
