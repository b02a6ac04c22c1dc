package io.kubeface.testkit.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.reactor.events.DirectoryEvents;
import io.kubeface.reactor.events.InMemoryEvents;
import io.kubeface.reactor.events.NoEvents;
import io.kubeface.reactor.events.ObjectEvent;
import io.kubeface.reactor.events.ObjectEvents;
import io.kubeface.reactor.events.StoreEvents;
import io.kubeface.testkit.store.RecordingObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class StoreEventsTest {

    @Test
    void eachStoreGetsTheEventsThatItBrings(@TempDir Path directory) {
        assertThat(eventsOf(new LocalDirectoryObjectStore(directory))).isInstanceOf(DirectoryEvents.class);
        assertThat(eventsOf(new InMemoryObjectStore())).isInstanceOf(InMemoryEvents.class);
    }

    @Test
    void aDecoratedStoreIsKnownByItsUrl(@TempDir Path directory) throws Exception {
        assertThat(eventsOf(new RecordingObjectStore(new LocalDirectoryObjectStore(directory))))
                .isInstanceOf(DirectoryEvents.class);
        JobKey key = new JobKey("job");
        try (ObjectStore store = new RecordingObjectStore(new InMemoryObjectStore())) {
            StepVerifier.create(eventsOf(store).results(key))
                    .expectNext(new ObjectEvent.Gap())
                    .then(() -> put(store, "results/job/1.value"))
                    .expectNext(new ObjectEvent.Written("results/job/1.value"))
                    .thenCancel()
                    .verify(Duration.ofSeconds(30));
        }
    }

    @Test
    void noEventsAreOneGap() {
        StepVerifier.withVirtualTime(() -> new NoEvents().results(new JobKey("job")))
                .expectSubscription()
                .expectNext(new ObjectEvent.Gap())
                .expectNoEvent(Duration.ofHours(1))
                .thenCancel()
                .verify(Duration.ofSeconds(30));
    }

    private static ObjectEvents eventsOf(ObjectStore store) {
        return StoreEvents.forStore().create(new ObjectEvents.Environment(store, Schedulers.boundedElastic()));
    }

    private static void put(ObjectStore store, String name) {
        try {
            store.put(name, PutMode.CREATE, "application/octet-stream", out -> out.write(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
