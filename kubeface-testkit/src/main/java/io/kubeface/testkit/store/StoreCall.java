package io.kubeface.testkit.store;

import java.util.List;

/**
 * One call of a store's method.
 *
 * @param operation which method
 * @param names the objects it was given in order: a copy has two, a listing its prefix, a delete any number
 */
public record StoreCall(Operation operation, List<String> names) {
    public StoreCall {
        names = List.copyOf(names);
    }

    static StoreCall of(Operation operation, String... names) {
        return new StoreCall(operation, List.of(names));
    }

    /** The methods that reach for the storage. */
    public enum Operation {
        PUT,
        GET,
        STAT,
        LIST,
        DELETE,
        COPY
    }
}
