package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.AttemptEvent;
import io.kubeface.reactor.backend.Exit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class PodCreationsTest {
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Cluster cluster = new Cluster(config(), retryAfter());
    private final Retrying retrying = new Retrying(time, Backoff.DEFAULT, retryAfter(), new Credentials());
    private final Sinks.Empty<Void> closing = Sinks.empty();
    private final List<Duration> calls = new ArrayList<>();
    private final List<PodAttempt> launched = new ArrayList<>();
    private KubernetesClientException answer;

    @Test
    void podsAreCreatedNoFasterThanTheRate() {
        PodCreations creations = creations(new RateLimit(1, 2, this::nanoTime));

        for (int i = 0; i < 4; i++) {
            launch(creations);
        }
        pass(Duration.ofMinutes(1));

        assertThat(calls).containsExactly(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(launched).hasSize(4);
    }

    @Test
    void aPodThatAQuotaRefusesIsCreatedWhenAnotherIsGone() {
        PodCreations creations = creations(RateLimit.none());
        answer = quota();
        PodAttempt attempt = launch(creations);
        pass(Duration.ofMinutes(2));
        int tries = calls.size();

        answer = null;
        pass(Duration.ZERO);
        assertThat(calls).hasSize(tries).hasSizeLessThan(30);
        creations.roomMade();
        pass(Duration.ZERO);

        assertThat(calls).hasSize(tries + 1);
        assertThat(launched).containsExactly(attempt);
        assertThat(isLaunched(attempt)).isTrue();
    }

    @Test
    void aPodThatAQuotaRefusesIsTriedNowAndThen() {
        PodCreations creations = creations(RateLimit.none());
        answer = quota();
        PodAttempt attempt = launch(creations);
        pass(Duration.ofMinutes(2));

        answer = null;
        pass(Duration.ofSeconds(20));

        assertThat(isLaunched(attempt)).isTrue();
    }

    @Test
    void aKillEndsTheWaitAndSaysWhatForAndAsksNobody() {
        PodCreations creations = creations(RateLimit.none());
        answer = quota();
        PodAttempt attempt = launch(creations);
        pass(Duration.ofSeconds(10));
        attempt.kill().subscribe();
        pass(Duration.ZERO);
        int tries = calls.size();
        pass(Duration.ofHours(1));

        assertThat(exit(attempt).reason())
                .startsWith("killed by the driver before it ran; it waited: ")
                .contains("exceeded quota: small");
        assertThat(calls).hasSize(tries);
        assertThat(cluster.isOpen()).isFalse();
        assertThat(attempt.gone().toFuture()).isCompleted();
    }

    @Test
    void closingEndsTheWait() {
        PodCreations creations = creations(RateLimit.none());
        answer = quota();
        PodAttempt attempt = launch(creations);
        pass(Duration.ofSeconds(10));
        closing.tryEmitEmpty();
        pass(Duration.ZERO);

        assertThat(attempt.gone().toFuture()).isCompleted();
        assertThat(exit(attempt).reason()).startsWith("killed by the driver");
    }

    @Test
    void whatWillNotPassEndsTheWaitWithItsReason() {
        PodCreations creations = creations(RateLimit.none());
        answer = quota();
        PodAttempt attempt = launch(creations);
        pass(Duration.ofSeconds(1));
        answer = refusal("pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\"");
        pass(Duration.ofMinutes(1));

        assertThat(exit(attempt).ifNoResult()).isEqualTo(FailureKind.LAUNCH);
        assertThat(exit(attempt).reason())
                .contains("does not let the driver create pods in namespace \"space\"", "violates PodSecurity");
    }

    @Test
    void anApiServerThatIsAwayDoesNotEndTheWait() {
        PodCreations creations = creations(RateLimit.none());
        answer = quota();
        PodAttempt attempt = launch(creations);
        answer = new KubernetesClientException("away", 503, null);
        pass(Duration.ofMinutes(30));
        answer = null;
        pass(Duration.ofMinutes(2));

        assertThat(isLaunched(attempt)).isTrue();
    }

    private PodCreations creations(RateLimit rate) {
        return new PodCreations(retrying, rate, closing.asMono());
    }

    private PodAttempt launch(PodCreations creations) {
        PodServices services = new PodServices(
                cluster,
                retrying,
                retrying,
                RateLimit.none(),
                new PodExits(KubernetesBackend.builder().image("image").options()),
                new InMemoryObjectStore(),
                time,
                new PodServices.Times(
                        Duration.ZERO, Duration.ofDays(1), Duration.ZERO, Duration.ZERO, WatchGuard.Times.DEFAULT));
        PodAttempt attempt = new PodAttempt(services, "pod", "log");
        creations.of(attempt, () -> create(attempt), Mono.never()).subscribe(launched::add);
        pass(Duration.ZERO);
        return attempt;
    }

    private PodAttempt create(PodAttempt attempt) {
        calls.add(Duration.ofNanos(nanoTime()));
        if (answer != null) {
            throw answer;
        }
        return attempt;
    }

    private static boolean isLaunched(PodAttempt attempt) {
        return attempt.launched().toFuture().isDone()
                && !attempt.gone().toFuture().isDone();
    }

    private static Exit exit(PodAttempt attempt) {
        List<AttemptEvent> events = attempt.events().collectList().block(Duration.ofSeconds(30));
        return ((AttemptEvent.Ended) events.get(events.size() - 1)).exit();
    }

    private void pass(Duration duration) {
        time.advanceTimeBy(duration);
    }

    private long nanoTime() {
        return time.now(TimeUnit.NANOSECONDS);
    }

    private RetryAfter retryAfter() {
        return new RetryAfter(this::nanoTime);
    }

    private static Config config() {
        return new ConfigBuilder()
                .withAutoConfigure(false)
                .withNamespace("space")
                .build();
    }

    private static KubernetesClientException quota() {
        return refusal(
                "pods \"p\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2");
    }

    private static KubernetesClientException refusal(String message) {
        return new KubernetesClientException(message, 403, null);
    }
}
