package io.kubeface.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.PutMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InMemoryObjectStoreTest implements ObjectStoreContract {
    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Override
    public ObjectStore store() {
        return store;
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void listenersHearOfWritesAndOfNothingElse() throws Exception {
        List<String> heard = new ArrayList<>();
        try (AutoCloseable listening = store.onWrite(heard::add)) {
            assertThat(listening).isNotNull();
            put("a");
            put("a");
            store.put("a", PutMode.REPLACE, BINARY, out -> {});
            store.copy("a", "b", PutMode.CREATE);
            store.delete(List.of("a"));
        }
        put("c");
        assertThat(heard).containsExactly("a", "a", "b");
    }

    @Test
    void storesOfOneNameShareTheirObjectsUntilTheLastIsClosed() throws IOException {
        ObjectStore first = ObjectStores.open("memory:shared-by-this-test");
        ObjectStore second = ObjectStores.open("memory:shared-by-this-test");
        first.put("a", PutMode.CREATE, BINARY, out -> {});
        first.close();
        first.close();
        assertThat(second.stat("a")).isPresent();
        try (ObjectStore third = ObjectStores.open("memory:shared-by-this-test")) {
            assertThat(third.stat("a")).isPresent();
        }
        second.close();
        try (ObjectStore later = ObjectStores.open("memory:shared-by-this-test")) {
            assertThat(later.stat("a")).isEmpty();
        }
    }

    @Test
    void storesWithoutANameShareNothing() throws IOException {
        put("a");
        try (InMemoryObjectStore other = new InMemoryObjectStore()) {
            assertThat(other.stat("a")).isEmpty();
        }
    }

    private void put(String name) throws IOException {
        store.put(name, PutMode.CREATE, BINARY, out -> {});
    }
}
