package io.kubeface.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.TransientStorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StoreDecoratorsTest {

    @Nested
    class Recording implements ObjectStoreContract {
        private final RecordingObjectStore store = new RecordingObjectStore(new InMemoryObjectStore());

        @Override
        public ObjectStore store() {
            return store;
        }
    }

    @Nested
    class FaultyWithoutFaults implements ObjectStoreContract {
        private final ObjectStore store =
                new FaultyObjectStore(new InMemoryObjectStore(), call -> StoreFaults.Fault.NONE);

        @Override
        public ObjectStore store() {
            return store;
        }
    }

    @Test
    void callsAreRememberedInOrderAndCounted() throws IOException {
        RecordingObjectStore store = new RecordingObjectStore(new InMemoryObjectStore());
        put(store, "a");
        store.copy("a", "b", PutMode.CREATE);
        store.list("x/", null, 1);
        store.delete(List.of("a", "b"));
        assertThat(store.calls())
                .containsExactly(
                        StoreCall.of(StoreCall.Operation.PUT, "a"),
                        StoreCall.of(StoreCall.Operation.COPY, "a", "b"),
                        StoreCall.of(StoreCall.Operation.LIST, "x/"),
                        StoreCall.of(StoreCall.Operation.DELETE, "a", "b"));
        assertThat(store.count(StoreCall.Operation.PUT)).isEqualTo(1);
        store.forget();
        assertThat(store.count(StoreCall.Operation.PUT)).isZero();
    }

    @Test
    void aFaultBeforeTheEffectLeavesNothingAndOneAfterLeavesAll() throws IOException {
        InMemoryObjectStore inner = new InMemoryObjectStore();
        ObjectStore store = new FaultyObjectStore(
                inner,
                call -> call.names().contains("before")
                        ? StoreFaults.Fault.BEFORE
                        : call.names().contains("after") ? StoreFaults.Fault.AFTER : StoreFaults.Fault.NONE);
        for (String name : List.of("before", "after")) {
            assertThatExceptionOfType(TransientStorageException.class)
                    .isThrownBy(() -> put(store, name))
                    .withMessageContaining(name);
        }
        assertThat(inner.stat("before")).isEmpty();
        assertThat(inner.stat("after")).isPresent();
        assertThat(put(store, "neither")).isTrue();
    }

    @Test
    void oneSeedIsOneFate() throws IOException {
        List<StoreFaults.Fault> fate = fate(5);
        assertThat(fate).isEqualTo(fate(5)).isNotEqualTo(fate(6)).contains(StoreFaults.Fault.values());
    }

    private static List<StoreFaults.Fault> fate(long seed) throws IOException {
        StoreFaults faults = StoreFaults.seeded(seed, 0.5);
        List<StoreFaults.Fault> fate = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            fate.add(faults.befalling(StoreCall.of(StoreCall.Operation.PUT, "a")));
        }
        return fate;
    }

    private static boolean put(ObjectStore store, String name) throws IOException {
        return store.put(name, PutMode.CREATE, "text/plain", out -> out.write('x'));
    }
}
