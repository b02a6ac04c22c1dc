package io.kubeface.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.kubeface.core.lifecycle.Leases;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.PutMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class AbandonedSubscriptionsTest {
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InMemoryObjectStore store = new InMemoryObjectStore(() -> now);
    private final SubscriptionLease lease = new SubscriptionLease(store, Schedulers.immediate(), time);
    private final List<String> removed = new ArrayList<>();

    private static String fresh() {
        return "projects/p/subscriptions/kubeface-" + UUID.randomUUID();
    }

    private List<String> objects() {
        return store.list("", null, 100).objects().stream()
                .map(ObjectInfo::name)
                .toList();
    }

    private List<String> remove(boolean dryRun) throws IOException {
        return AbandonedSubscriptions.remove(store, Leases.GRACE, dryRun, removed::add);
    }

    private void pass(Duration duration) {
        now = now.plus(duration);
        time.advanceTimeBy(duration);
    }

    @Test
    void aClientWritesItsSignOfLifeAgainUntilItsEnd() {
        String own = fresh();
        lease.begin(own);
        assertThat(objects()).containsExactly(SubscriptionLease.object(own));
        store.delete(objects());
        time.advanceTimeBy(Leases.interval(Leases.GRACE));
        assertThat(objects()).containsExactly(SubscriptionLease.object(own));
        lease.end(own);
        assertThat(objects()).isEmpty();
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(objects()).isEmpty();
    }

    @Test
    void onlyWhoIsSilentForTooLongLosesItsSubscription() throws IOException {
        String silent = fresh();
        lease.begin(silent);
        lease.stop();
        String living = fresh();
        SubscriptionLease other = new SubscriptionLease(store, Schedulers.immediate(), time);
        other.begin(living);

        pass(Leases.GRACE);
        assertThat(remove(false)).as("ten minutes are not too long").isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(remove(true)).containsExactly(silent);
        assertThat(objects()).as("after a dry run").hasSize(2);
        assertThat(remove(false)).containsExactly(silent);
        assertThat(removed).containsExactly(silent);
        assertThat(objects()).containsExactly(SubscriptionLease.object(living));
    }

    @Test
    void aNameThatNoClientMakesIsNotRemoved() throws IOException {
        lease.begin("projects/p/subscriptions/accounting");
        String another = fresh();
        store.put(
                SubscriptionLease.object(fresh()),
                PutMode.REPLACE,
                "text/plain",
                out -> out.write(another.getBytes(StandardCharsets.UTF_8)));
        lease.stop();
        pass(Duration.ofDays(1));

        assertThat(remove(false)).isEmpty();
        assertThat(objects()).hasSize(2);
    }

    @Test
    void whatCannotBeRemovedIsFoundAgain() throws IOException {
        String own = fresh();
        lease.begin(own);
        lease.stop();
        pass(Duration.ofDays(1));

        assertThatIOException()
                .isThrownBy(() -> AbandonedSubscriptions.remove(store, Leases.GRACE, false, subscription -> {
                    throw new IOException("no right");
                }))
                .withMessage("no right");
        assertThat(remove(false)).containsExactly(own);
    }

    @Test
    void aStorageOfWhichNobodyListenedIsLeftAlone() throws IOException {
        assertThat(AbandonedSubscriptions.remove(store, false)).isEmpty();
    }
}
