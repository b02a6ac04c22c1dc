package io.kubeface.core.store;

import java.io.IOException;
import java.util.Optional;

/**
 * Opens stores of one kind of URL; found by {@link java.util.ServiceLoader}.
 *
 * <p>Worker processes do not start from the whole class path. The jars that they need for this kind of store are listed
 * in the provider's own jar, in the resource {@code META-INF/kubeface/worker-parts/<scheme>}: a line for each, of a class
 * file that only that jar has and, after a space, of the artefact's coordinates, such as {@code org/example/Client.class
 * org.example:client}. The first line names the provider's own jar; empty lines and those that begin with {@code #}
 * count for nothing.
 */
public interface ObjectStoreProvider {

    /** The URL scheme it serves, for example {@code gs}. */
    String scheme();

    /**
     * Opens the store whose root a URL names.
     *
     * @throws IllegalArgumentException when the URL is not well formed; the message says what would be
     */
    ObjectStore open(String url) throws IOException;

    /**
     * A store for a run that shows a JVM which classes a worker loads: empty, reachable without a network, and made of
     * the same classes as a real one. It is not asked for its objects by anybody else.
     *
     * @return empty when there is none; such a run then goes without a store of this kind
     */
    default Optional<ObjectStore> openForTraining() throws IOException {
        return Optional.empty();
    }
}
