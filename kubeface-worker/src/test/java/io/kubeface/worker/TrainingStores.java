package io.kubeface.worker;

import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStoreProvider;
import java.io.IOException;
import java.util.Optional;

/** A kind of storage that can be trained for, and not be reached. */
public final class TrainingStores implements ObjectStoreProvider {
    static final ObjectStore STORE = new InMemoryObjectStore();

    @Override
    public String scheme() {
        return "training";
    }

    @Override
    public ObjectStore open(String url) throws IOException {
        throw new IOException("There is no " + url);
    }

    @Override
    public Optional<ObjectStore> openForTraining() {
        return Optional.of(STORE);
    }
}
