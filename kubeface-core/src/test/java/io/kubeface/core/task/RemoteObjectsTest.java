package io.kubeface.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeface.core.Remote;
import io.kubeface.core.RemoteObjectException;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.codec.ResultFilter;
import io.kubeface.core.codec.UnencodableValueException;
import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RemoteObjectsTest {
    private static final ClassLoader LOADER = RemoteObjectsTest.class.getClassLoader();
    private static final JobKey CLIENT = new JobId("client-1").asKey();
    private static final AtomicInteger READ = new AtomicInteger();

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final RemoteObjects remotes = remotes(CLIENT);

    private RemoteObjects remotes(JobKey key) {
        return remotes(store, key, info -> ObjectInputFilter.Status.ALLOWED, RemoteKeeper.OTHERS);
    }

    private static RemoteObjects remotes(ObjectStore in, JobKey key, ObjectInputFilter filter, RemoteKeeper keeper) {
        return new RemoteObjects(in, key, Codecs.named(List.of(), LOADER), new DecodeScope(LOADER, filter), keeper);
    }

    private static byte[] written(Object value, RemoteObjects by) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        by.codecs().encoderFor(value).encode(value, bytes);
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked")
    private static <V> Remote<V> read(byte[] bytes, RemoteObjects by) throws IOException {
        DecodeScope all = new DecodeScope(LOADER, info -> ObjectInputFilter.Status.ALLOWED);
        return (Remote<V>) by.codecs().byId("java").decode(new ByteArrayInputStream(bytes), "", all);
    }

    private List<String> names() {
        return store.list("", null, 100).objects().stream()
                .map(ObjectInfo::name)
                .toList();
    }

    /** Counts how often one is read. */
    private record Counted(String text) implements Serializable {
        private Object readResolve() {
            READ.incrementAndGet();
            return this;
        }
    }

    @Test
    void anAddressShipsAndTheValueIsWrittenOnceByContent() throws IOException {
        byte[] large = new byte[1 << 20];
        Remote<byte[]> remote = Remote.of(large);
        byte[] first = written(List.of(remote, remote), remotes);
        assertThat(first).hasSizeLessThan(500);
        assertThat(names()).singleElement().asString().matches("objects/client-1/[0-9a-f]{64}");
        store.delete(names());
        // Known to be there: neither encoded nor looked for again.
        assertThat(written(List.of(remote, remote), remotes)).isEqualTo(first);
        assertThat(names()).isEmpty();
    }

    @Test
    void equalValuesAreOneObjectAndHaveTheSameAddress() throws IOException {
        byte[] one = written(Remote.of(new int[] {1, 2, 3}), remotes);
        byte[] other = written(Remote.of(new int[] {1, 2, 3}), remotes);
        assertThat(one).isEqualTo(other);
        assertThat(names()).hasSize(1);
        assertThat(written(Remote.of(new int[] {1, 2, 3}), remotes(JobKey.ofCacheKey("elsewhere"))))
                .as("the address does not tell where it lies")
                .isEqualTo(one);
        assertThat(names()).hasSize(2);
    }

    @Test
    void whereItWasMadeItIsTheValueItself() throws IOException {
        List<String> value = new ArrayList<>(List.of("a"));
        Remote<List<String>> remote = Remote.of(value);
        written(remote, remotes);
        store.delete(names());
        assertThat(remote.get()).isSameAs(value);
        assertThat(remote.toString()).contains("made here").doesNotContain("[a]");
    }

    @Test
    void manyThreadsLoadOnceAndGetTheSameInstance() throws Exception {
        int threads = 8;
        byte[] bytes = written(Remote.of(new Counted("many")), remotes);
        READ.set(0);
        List<Remote<Counted>> read = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            read.add(read(bytes, remotes));
        }
        assertThat(READ).as("nobody has asked for it").hasValue(0);
        CountDownLatch all = new CountDownLatch(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Counted>> values = new ArrayList<>();
            for (Remote<Counted> one : read) {
                values.add(pool.submit(() -> {
                    all.countDown();
                    all.await();
                    return one.get();
                }));
            }
            Counted first = values.get(0).get();
            for (Future<Counted> value : values) {
                assertThat(value.get()).isSameAs(first);
            }
        } finally {
            pool.shutdown();
        }
        assertThat(READ).hasValue(1);
    }

    @Test
    void oneInAnotherIsReadByItselfAndGoesAlongToAnotherPlace() throws IOException {
        Remote<String> inner = Remote.of("inner");
        byte[] bytes = written(Remote.of(new ArrayList<>(List.of(Remote.of(inner), "outer"))), remotes);
        Remote<List<Object>> outer = read(bytes, remotes);
        assertThat(names()).hasSize(3);

        RemoteObjects elsewhere = remotes(JobKey.ofCacheKey("elsewhere"));
        byte[] there = written(outer, elsewhere);
        assertThat(there).isEqualTo(bytes);
        assertThat(names()).hasSize(6);
        store.delete(names().stream().filter(name -> name.contains("client-1")).toList());

        Remote<List<Object>> copy = read(there, elsewhere);
        assertThat(copy.get().get(1)).isEqualTo("outer");
        assertThat(((Remote<?>) ((Remote<?>) copy.get().get(0)).get()).get()).isEqualTo("inner");
    }

    @Test
    void itGoesFromOneStorageToAnother() throws IOException {
        Remote<String> read = read(written(Remote.of("here"), remotes), remotes);
        RemoteObjects there = remotes(
                new InMemoryObjectStore(), CLIENT, info -> ObjectInputFilter.Status.ALLOWED, RemoteKeeper.OTHERS);
        Remote<String> again = read(written(read, there), there);
        store.delete(names());
        assertThat(again.get()).isEqualTo("here");
    }

    @Test
    void oneThatWasRemovedIsNamedWithItsOwner() throws IOException {
        Remote<String> read = read(written(Remote.of("gone"), remotes), remotes);
        String name = names().get(0);
        store.delete(names());
        assertThatThrownBy(read::get)
                .isInstanceOf(RemoteObjectException.class)
                .hasMessageContainingAll("client client-1", store.address(name), "somebody removed it");
    }

    @Test
    void ofAClientThatWasClosedItSaysThat() throws IOException {
        RemoteKeeper closed = new RemoteKeeper() {
            @Override
            public void used() {}

            @Override
            public boolean gone() {
                return true;
            }
        };
        Remote<String> read = read(
                written(Remote.of("gone"), remotes),
                remotes(store, CLIENT, info -> ObjectInputFilter.Status.ALLOWED, closed));
        store.delete(names());
        assertThatThrownBy(read::get).hasMessageContaining("its client was closed");
    }

    @Test
    void oneThatWasDamagedIsNotGiven() throws IOException {
        Remote<String> read = read(written(Remote.of("a text"), remotes), remotes);
        String name = names().get(0);
        byte[] bytes;
        try (StoredObject object = store.get(name)) {
            bytes = object.body().readAllBytes();
        }
        bytes[bytes.length / 2] ^= 1;
        replace(name, bytes);
        assertThatThrownBy(read::get).isInstanceOf(RemoteObjectException.class).hasMessageContaining(name);
    }

    @Test
    void anotherWholeObjectInItsPlaceIsNotTakenForIt() throws IOException {
        Remote<String> read = read(written(Remote.of("a text"), remotes), remotes);
        String name = names().get(0);
        store.delete(names());
        written(Remote.of("another"), remotes);
        store.copy(names().get(0), name, PutMode.REPLACE);
        assertThatThrownBy(read::get).hasMessageContaining("it was changed");
    }

    private void replace(String name, byte[] bytes) throws IOException {
        store.put(name, PutMode.REPLACE, TaskObjects.CONTENT_TYPE, out -> out.write(bytes));
    }

    @Test
    void aDriverReadsItThroughTheFilterOfResults() throws IOException {
        RemoteObjects results =
                remotes(store, CLIENT, ResultFilter.of(String.class).build(), RemoteKeeper.OTHERS);
        Remote<Object> read = read(written(Remote.of(new Counted("x")), remotes), results);
        assertThatThrownBy(read::get)
                .isInstanceOf(RemoteObjectException.class)
                .hasMessageContainingAll("RemoteObjectsTest", ".resultTypes(");
        assertThat(ResultFilter.of(String.class).build().allows(Remote.class)).isTrue();
    }

    /** Another text each time. */
    private static final class Restless implements Serializable {
        private static final AtomicInteger WRITTEN = new AtomicInteger();

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeInt(WRITTEN.incrementAndGet());
        }
    }

    @Test
    void aValueThatChangesWhileItIsWrittenIsRefused() {
        assertThatThrownBy(() -> written(Remote.of(new Restless()), remotes))
                .isInstanceOf(UnencodableValueException.class)
                .hasMessageContainingAll("Restless", "encoded twice");
        assertThat(names()).isEmpty();
    }

    @Test
    void whatIsNotSerialisableInItIsNamed() {
        assertThatThrownBy(() -> written(Remote.of(List.of(new Object())), remotes))
                .isInstanceOf(UnencodableValueException.class)
                .hasMessageContaining("java.lang.Object) is not serialisable");
    }

    @Test
    void oneThatHoldsItselfIsRefused() {
        List<Object> value = new ArrayList<>();
        Remote<List<Object>> remote = Remote.of(value);
        value.add(remote);
        assertThatThrownBy(() -> written(remote, remotes)).hasMessageContaining("holds that remote object itself");
    }

    @Test
    void aStreamThatKnowsNoStorageIsRefused() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(Remote.of("x")))
                    .isInstanceOf(NotSerializableException.class)
                    .hasMessageContaining("outside of the functions, inputs and results of jobs");
        }
        byte[] bytes = written(Remote.of("x"), remotes);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            Remote<?> read = (Remote<?>) in.readObject();
            assertThatThrownBy(read::get).hasMessageContaining("no storage is known");
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void namesAreReadBack() {
        ObjectName name = new ObjectName.RemoteObject(CLIENT, "0f".repeat(32));
        assertThat(ObjectName.parse(name.path())).contains(name);
    }
}
