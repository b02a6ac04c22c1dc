package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.LaunchException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class WatchGuardTest {
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Pods pods = new Pods();
    private final WatchGuard guard =
            new WatchGuard(time, time, WatchGuard.Times.DEFAULT, "pods in namespace \"space\"", pods);

    /** Watched, or not; keeps the seconds at which something was done. */
    private final class Pods implements WatchGuard.Watched {
        private boolean watching = true;

        @Nullable
        private KubernetesClientException failure;

        @Nullable
        private KubernetesClientException notRenewed;

        private final List<Long> looks = new ArrayList<>();
        private final List<Long> renewals = new ArrayList<>();
        private final List<LaunchException> givenUp = new ArrayList<>();

        @Override
        public boolean isWatching() {
            return watching;
        }

        @Override
        public void look() {
            looks.add(time.now(TimeUnit.SECONDS));
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void renew() {
            renewals.add(time.now(TimeUnit.SECONDS));
            if (notRenewed != null) {
                throw notRenewed;
            }
        }

        @Override
        public void giveUp(LaunchException why) {
            givenUp.add(why);
        }
    }

    private static KubernetesClientException answer(int code, String message) {
        return new KubernetesClientException(
                message,
                code,
                new StatusBuilder().withCode(code).withMessage(message).build());
    }

    private void begin() {
        guard.begin();
        pass(10);
    }

    private void pass(long seconds) {
        time.advanceTimeBy(Duration.ofSeconds(seconds));
    }

    @Test
    void whileThereIsAWatchNothingIsLookedAt() {
        begin();
        pass(3600);

        assertThat(pods.looks).isEmpty();
        assertThat(guard.trouble()).isEmpty();
    }

    @Test
    void aBreakOfAFewSecondsIsNoLoss() {
        begin();
        pods.watching = false;
        pass(5);
        pods.watching = true;
        pass(5);

        assertThat(pods.looks).isEmpty();
        assertThat(guard.trouble()).isEmpty();
    }

    @Test
    void whileTheWatchIsLostPodsAreLookedAtInGrowingPausesAndOnceMoreWhenItIsBack() {
        begin();
        pods.watching = false;
        pass(41);
        assertThat(pods.looks).containsExactly(16L, 18L, 22L, 30L, 46L);
        assertThat(guard.trouble())
                .hasValueSatisfying(words -> assertThat(words)
                        .isEqualTo(
                                "The watch of pods in namespace \"space\" is lost. Until it is back, they are looked at now and"
                                        + " then."));

        pods.watching = true;
        pass(100);

        assertThat(pods.looks).hasSize(6);
        assertThat(guard.trouble()).isEmpty();
    }

    @Test
    void aBackWatchCountsOnlyWhenItsLookSucceeds() {
        begin();
        pods.watching = false;
        pass(10);
        pods.failure = answer(503, "apiserver is starting");
        pods.watching = true;
        pass(20);
        assertThat(guard.trouble())
                .hasValueSatisfying(words -> assertThat(words).contains("apiserver is starting"));

        pods.failure = null;
        pass(20);

        assertThat(guard.trouble()).isEmpty();
    }

    @Test
    void aServerThatIsAwayForHoursIsWaitedFor() {
        begin();
        pods.watching = false;
        pods.failure = answer(0, "connection refused");
        pass(7200);

        assertThat(pods.givenUp).isEmpty();
        assertThat(guard.trouble())
                .hasValueSatisfying(words -> assertThat(words).contains("connection refused"));
    }

    @Test
    void afterTwoMinutesOfRefusalsWhatRunsIsGivenUpWithTheMissingRight() {
        begin();
        pods.watching = false;
        pods.failure = answer(
                403,
                "pods is forbidden: User \"d\" cannot list resource \"pods\" in API group \"\" in the namespace \"space\"");
        pass(100);
        assertThat(pods.givenUp).isEmpty();
        pass(60);

        assertThat(pods.givenUp).hasSize(1);
        assertThat(pods.givenUp.get(0).kind()).isEqualTo(FailureKind.LAUNCH);
        assertThat(pods.givenUp.get(0).retryable()).isFalse();
        assertThat(pods.givenUp.get(0))
                .hasMessageContaining("may not list and watch pods in namespace \"space\" (403)")
                .hasMessageContaining("driver-rbac.yaml")
                .hasMessageContaining("PT2M");
        int looks = pods.looks.size();
        pass(3600);
        assertThat(pods.looks).hasSize(looks);
        assertThat(guard.trouble()).isPresent();
    }

    @Test
    void refusalsThatPassAreForgotten() {
        begin();
        pods.watching = false;
        pods.failure = answer(401, "Unauthorized");
        pass(110);
        pods.failure = null;
        pass(20);
        pods.failure = answer(401, "Unauthorized");
        pass(110);

        assertThat(pods.givenUp).isEmpty();
        assertThat(guard.trouble())
                .hasValueSatisfying(words -> assertThat(words).contains("Renew the credentials", "PT2M"));
    }

    @Test
    void aWatchThatStaysAwayWhilePodsAreListedIsMadeAnewEachMinute() {
        begin();
        pods.watching = false;
        pass(200);

        assertThat(pods.renewals).hasSize(2);
    }

    @Test
    void aWatchThatMayNotBeMadeAnewIsToldAndPodsAreLookedAt() {
        begin();
        pods.watching = false;
        pods.notRenewed = answer(
                403,
                "pods is forbidden: User \"d\" cannot watch resource \"pods\" in API group \"\" in the namespace \"space\"");
        pass(3600);

        assertThat(pods.givenUp).isEmpty();
        assertThat(pods.looks).hasSizeGreaterThan(150);
        assertThat(guard.trouble())
                .hasValueSatisfying(words -> assertThat(words)
                        .contains("may not watch pods in namespace \"space\" (403)", "looked at now and then instead"));
    }

    @Test
    void anotherBeginEndsWhatWasGivenUp() {
        begin();
        pods.watching = false;
        pods.failure = answer(401, "Unauthorized");
        pass(300);
        assertThat(pods.givenUp).hasSize(1);

        pods.watching = true;
        pods.failure = null;
        begin();
        assertThat(guard.trouble()).isEmpty();
        pods.watching = false;
        pass(10);

        assertThat(guard.trouble()).isPresent();
    }

    @Test
    void afterItsEndNothingIsAsked() {
        begin();
        guard.end();
        pods.watching = false;
        pass(3600);

        assertThat(pods.looks).isEmpty();
    }
}
