package io.kubeface.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.LaunchException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What every backend that runs real tasks does; its test implements this. A new instance for each test. */
public interface BackendContract {

    /** The backend under test, open and with nothing launched. */
    Backend backend();

    /** The store that it works on. */
    ObjectStore store();

    /** An attempt whose job and input are in the store, and that returns at once. */
    AttemptSpec quick() throws IOException;

    /** An attempt whose job and input are in the store, and that runs for a minute unless it is killed. */
    AttemptSpec endless() throws IOException;

    /** How long anything may take. */
    default Duration deadline() {
        return Duration.ofSeconds(60);
    }

    @Test
    default void anAttemptStartsWritesItsValueAndEnds() throws IOException {
        AttemptSpec spec = quick();

        List<AttemptEvent> events = await(launch(spec).events().collectList());

        assertThat(events).hasSize(2);
        assertThat(events.get(0)).isInstanceOf(AttemptEvent.Started.class);
        assertThat(events.get(1)).isInstanceOf(AttemptEvent.Ended.class);
        assertThat(store().stat(spec.address().value().path())).isPresent();
    }

    @Test
    default void eventsAreReplayedToEachSubscriber() throws IOException {
        Attempt attempt = launch(quick());

        List<AttemptEvent> first = await(attempt.events().collectList());
        List<AttemptEvent> second = await(attempt.events().collectList());

        assertThat(second).isEqualTo(first);
    }

    @Test
    default void cancellingTheEventsDoesNotEndTheAttempt() throws IOException {
        AttemptSpec spec = quick();
        Attempt attempt = launch(spec);
        attempt.events().subscribe().dispose();

        awaitEnd(attempt.events().then());

        assertThat(store().stat(spec.address().value().path())).isPresent();
    }

    @Test
    default void nothingIsLaunchedBeforeTheSubscription() throws IOException {
        AttemptSpec spec = quick();
        Mono<Attempt> launch = backend().launch(spec);
        awaitEnd(launch(endless()).kill());

        assertThat(store().stat(spec.address().value().path())).isEmpty();
        awaitEnd(launch.flatMapMany(Attempt::events).then());
        assertThat(store().stat(spec.address().value().path())).isPresent();
    }

    @Test
    default void aKillEndsTheAttemptAndMayBeRepeated() throws IOException {
        AttemptSpec spec = endless();
        Attempt attempt = launch(spec);
        await(attempt.events().next());

        awaitEnd(Flux.merge(attempt.kill(), attempt.kill()).then(attempt.kill()));

        assertThat(await(attempt.events().last())).isInstanceOf(AttemptEvent.Ended.class);
        assertThat(store().stat(spec.address().value().path())).isEmpty();
    }

    @Test
    default void aKillRightAfterTheLaunchEndsTheAttempt() throws IOException {
        Attempt attempt = launch(endless());

        awaitEnd(attempt.kill());

        assertThat(await(attempt.events().last())).isInstanceOf(AttemptEvent.Ended.class);
    }

    @Test
    default void aKillAfterTheEndCompletes() throws IOException {
        Attempt attempt = launch(quick());
        List<AttemptEvent> events = await(attempt.events().collectList());

        awaitEnd(attempt.kill());

        assertThat(await(attempt.events().collectList())).isEqualTo(events);
    }

    @Test
    default void closeKillsWhatRunsAndMayBeRepeated() throws IOException {
        Attempt attempt = launch(endless());

        awaitEnd(backend().close());
        awaitEnd(backend().close());

        assertThat(await(attempt.events().last())).isInstanceOf(AttemptEvent.Ended.class);
    }

    @Test
    default void aClosedBackendLaunchesNothing() throws IOException {
        AttemptSpec spec = quick();
        awaitEnd(backend().close());

        Throwable failure =
                await(backend().launch(spec).<Throwable>then(Mono.empty()).onErrorResume(Mono::just));

        assertThat(failure).isInstanceOf(LaunchException.class).hasMessageContaining("closed");
        assertThat(((LaunchException) failure).kind()).isEqualTo(FailureKind.LAUNCH);
        assertThat(((LaunchException) failure).retryable()).isFalse();
    }

    @Test
    default void aBackendWithoutLaunchesCloses() {
        awaitEnd(backend().close());
    }

    private Attempt launch(AttemptSpec spec) {
        return await(backend().launch(spec));
    }

    private <T> T await(Mono<T> mono) {
        return mono.blockOptional(deadline()).orElseThrow();
    }

    private void awaitEnd(Mono<Void> mono) {
        mono.block(deadline());
    }
}
