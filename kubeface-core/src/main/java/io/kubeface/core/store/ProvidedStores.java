package io.kubeface.core.store;

import java.io.IOException;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Stores that other modules bring; a class of its own so that the local ones load no service machinery. */
final class ProvidedStores {
    private ProvidedStores() {}

    static ObjectStore open(String scheme, String url) throws IOException {
        return provider(scheme, url).open(url);
    }

    static Optional<ObjectStore> openForTraining(String scheme, String url) throws IOException {
        return provider(scheme, url).openForTraining();
    }

    private static ObjectStoreProvider provider(String scheme, String url) {
        TreeSet<String> known = new TreeSet<>();
        known.add("file");
        known.add("memory");
        for (ObjectStoreProvider provider :
                ServiceLoader.load(ObjectStoreProvider.class, ObjectStores.class.getClassLoader())) {
            if (provider.scheme().equalsIgnoreCase(scheme)) {
                return provider;
            }
            known.add(provider.scheme());
        }
        throw new IllegalArgumentException("Nobody serves the storage \"" + url + "\": known are the schemes "
                + String.join(", ", known) + ". Add the module that serves " + scheme
                + ": to the class path, or write ./" + url + " if a directory is meant.");
    }
}
