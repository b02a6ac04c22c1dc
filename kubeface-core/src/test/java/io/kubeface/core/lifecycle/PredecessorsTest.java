package io.kubeface.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.PutMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PredecessorsTest {
    private static final JobKey KEY = JobKey.ofCacheKey("grid");
    private static final ObjectName.Job OWN = job("000001");
    private static final ObjectName.Job EARLIER = job("000002");
    private static final Duration GRACE = Duration.ofMinutes(10);

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final InMemoryObjectStore store = new InMemoryObjectStore(() -> now);

    private static ObjectName.Job job(String end) {
        return new ObjectName.Job(KEY, new JobId("run-20260102-030405-" + end));
    }

    private List<ObjectName.Job> found() throws IOException {
        return Predecessors.of(store, OWN);
    }

    private void writeLease(ObjectName.Job job, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        store.put(job.lease().path(), PutMode.REPLACE, "text/plain", out -> out.write(bytes));
    }

    @Test
    void aDriverOfAnotherMachineIsDeadWhenItHasMissedThreeRenewals() throws IOException {
        writeLease(EARLIER, "grace seconds: 60\ndriver: elsewhere 1 1\n");
        now = now.plusSeconds(18);
        assertThat(found()).isEmpty();
        now = now.plusMillis(1);
        assertThat(found()).containsExactly(EARLIER);
    }

    @Test
    void theLongestSilenceIsThreeMinutesWhateverTheGraceIs() throws IOException {
        writeLease(EARLIER, "grace seconds: 86400\n");
        now = now.plus(Duration.ofMinutes(3));
        assertThat(found()).isEmpty();
        now = now.plusMillis(1);
        assertThat(found()).containsExactly(EARLIER);
    }

    @Test
    void neitherTheJobItselfNorOneThatHasEndedIsItsPredecessor() throws IOException {
        Leases.write(store, OWN.lease(), GRACE);
        Leases.write(store, EARLIER.lease(), GRACE);
        store.put(EARLIER.ended().path(), PutMode.CREATE, "text/plain", out -> {});
        now = now.plus(Duration.ofDays(1));
        assertThat(found()).isEmpty();
    }

    @Test
    void jobsOfOtherKeysAreNot() throws IOException {
        Leases.write(store, new ObjectName.Job(JobKey.ofCacheKey("grid 2"), EARLIER.id()).lease(), GRACE);
        now = now.plus(Duration.ofDays(1));
        assertThat(found()).isEmpty();
    }

    @Test
    void aProcessThatRunsIsNotDead() throws IOException {
        Leases.write(store, EARLIER.lease(), GRACE);
        assertThat(found()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessThatIsKnownToBeGoneIsDeadAtOnce() throws Exception {
        DriverProcess own = DriverProcess.own().orElseThrow();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        process.waitFor();

        writeLease(EARLIER, "grace seconds: 600\ndriver: " + own.machine() + " " + process.pid() + " 1\n");
        assertThat(found()).containsExactly(EARLIER);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anIdThatWasGivenAgainIsAnotherProcess() throws Exception {
        DriverProcess own = DriverProcess.own().orElseThrow();
        assertThat(own.hasEnded()).isFalse();
        assertThat(new DriverProcess(own.machine(), own.pid(), own.started() - 1).hasEnded())
                .isTrue();
        assertThat(new DriverProcess("elsewhere", own.pid(), own.started() - 1).hasEnded())
                .isFalse();
        assertThat(DriverProcess.parse(own.format())).contains(own);
    }

    @Test
    void aLeaseThatSaysNothingHasTheDefaultGrace() throws IOException {
        writeLease(EARLIER, "");
        assertThat(Leases.grace(store, EARLIER.lease())).isEqualTo(Leases.GRACE);
        writeLease(EARLIER, "grace seconds: many\ndriver: what is this?\n");
        assertThat(Leases.grace(store, EARLIER.lease())).isEqualTo(Leases.GRACE);
        assertThat(found()).isEmpty();
    }
}
