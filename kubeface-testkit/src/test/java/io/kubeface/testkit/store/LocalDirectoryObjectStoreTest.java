package io.kubeface.testkit.store;

import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LocalDirectoryObjectStoreTest implements ObjectStoreContract {
    @TempDir
    Path directory;

    private LocalDirectoryObjectStore store;

    @BeforeEach
    void open() {
        store = new LocalDirectoryObjectStore(directory.resolve("root"));
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public boolean keepsContentTypes() {
        return false;
    }
}
