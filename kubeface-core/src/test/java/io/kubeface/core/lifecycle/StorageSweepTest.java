package io.kubeface.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.PutMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageSweepTest {
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final JobId ONE = new JobId("run-20260102-030405-000001");
    private static final JobId CLIENT = new JobId("client-20260101-000000-abcdef");
    private static final JobId OTHER = new JobId("run-20260102-030405-000002");
    private static final JobKey SHARED = JobKey.ofCacheKey("grid");
    private static final TaskName TASK = new TaskName("0000000001");

    @TempDir
    private Path root;

    private ObjectStore store;
    private StorageSweep sweep;

    @BeforeEach
    void open() throws IOException {
        store = ObjectStores.open(root.toString());
        assertThat(store).isInstanceOf(LocalDirectoryObjectStore.class);
        sweep = new StorageSweep(store, GRACE, false);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void put(ObjectName name) throws IOException {
        put(name.path());
    }

    private void put(String name) throws IOException {
        store.put(name, PutMode.REPLACE, "text/plain", out -> out.write(1));
    }

    /** A job with an input, a value, a failure and a log. */
    private ObjectName.Job job(JobKey key, JobId id) throws IOException {
        ObjectName.Job job = new ObjectName.Job(key, id);
        Leases.write(store, job.lease(), GRACE);
        put(job);
        put(new ObjectName.Input(key, TASK));
        put(new ObjectName.Value(key, TASK));
        put(job.failure(TASK, 1));
        put(job.log(TASK, 1));
        return job;
    }

    private void age(ObjectName.Job job, Duration age) throws IOException {
        for (ObjectName name : List.of(job, job.lease())) {
            age(name.path(), age);
        }
    }

    private void age(String name, Duration age) throws IOException {
        Path file = root.resolve(name);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private List<String> names() throws IOException {
        return store.list("", null, 1_000).objects().stream()
                .map(ObjectInfo::name)
                .toList();
    }

    @Test
    void aDeadDriversJobGoesAndALiveOneStays() throws IOException {
        age(job(ONE.asKey(), ONE), Duration.ofMinutes(11));
        age(job(OTHER.asKey(), OTHER), Duration.ofMinutes(9));
        CleanupReport report = sweep.orphans();
        assertThat(report.objects()).isEqualTo(6);
        assertThat(report.cleaned()).containsExactly(ONE.value());
        assertThat(names()).hasSize(6).allMatch(name -> name.contains(OTHER.value()));
    }

    @Test
    void aLongJobWhoseLeaseIsFreshLives() throws IOException {
        ObjectName.Job job = job(ONE.asKey(), ONE);
        age(job.path(), Duration.ofDays(1));
        assertThat(sweep.orphans()).isEqualTo(CleanupReport.NOTHING);
        assertThat(sweep.job(ONE).live()).containsExactly(ONE.value());
        assertThat(names()).hasSize(6);
    }

    @Test
    void aDriverThatAllowsItselfLessSilenceGetsTheGraceOfTheCleanup() throws IOException {
        ObjectName.Job job = job(ONE.asKey(), ONE);
        Leases.write(store, job.lease(), Duration.ofSeconds(1));
        age(job, Duration.ofMinutes(9));
        assertThat(sweep.orphans()).isEqualTo(CleanupReport.NOTHING);
    }

    @Test
    void aDryRunTellsAndRemovesNothing() throws IOException {
        age(job(ONE.asKey(), ONE), Duration.ofMinutes(11));
        List<String> before = names();
        assertThat(new StorageSweep(store, GRACE, true).orphans().objects()).isEqualTo(6);
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void aDriverThatAllowsItselfMoreSilenceIsNotTakenForDeadByOneThatAllowsLess() throws IOException {
        ObjectName.Job job = job(ONE.asKey(), ONE);
        Leases.write(store, job.lease(), Duration.ofHours(2));
        age(job, Duration.ofHours(1));
        assertThat(sweep.orphans()).isEqualTo(CleanupReport.NOTHING);
        age(job, Duration.ofHours(3));
        assertThat(sweep.orphans().objects()).isEqualTo(6);
    }

    @Test
    void ofADeadDriversCacheKeyTheValuesStay() throws IOException {
        age(job(SHARED, ONE), Duration.ofMinutes(11));
        assertThat(sweep.orphans().objects()).isEqualTo(5);
        assertThat(names()).containsExactly(new ObjectName.Value(SHARED, TASK).path());
    }

    @Test
    void ofADeadDriversCacheKeyWithALiveJobItsInputsStayToo() throws IOException {
        age(job(SHARED, ONE), Duration.ofMinutes(11));
        ObjectName.Job live = job(SHARED, OTHER);
        assertThat(sweep.orphans().objects()).isEqualTo(4);
        assertThat(names())
                .containsExactlyInAnyOrder(
                        live.path(),
                        live.lease().path(),
                        live.failure(TASK, 1).path(),
                        live.log(TASK, 1).path(),
                        new ObjectName.Input(SHARED, TASK).path(),
                        new ObjectName.Value(SHARED, TASK).path());
    }

    @Test
    void whatAJobKeptIsNoOrphanHoweverOld() throws IOException {
        ObjectName.Job job = job(ONE.asKey(), ONE);
        put(job.ended());
        for (String name : names()) {
            age(name, Duration.ofDays(100));
        }
        assertThat(sweep.orphans()).isEqualTo(CleanupReport.NOTHING);
        assertThat(sweep.job(ONE).objects()).isEqualTo(7);
        assertThat(names()).isEmpty();
    }

    @Test
    void whatALateWorkerWroteOfAJobThatIsGoneGoesWhenItIsOld() throws IOException {
        String late = new ObjectName.Value(ONE.asKey(), TASK).path();
        put(late);
        assertThat(sweep.orphans()).isEqualTo(CleanupReport.NOTHING);
        age(late, Duration.ofMinutes(11));
        String later = new ObjectName.Value(ONE.asKey(), new TaskName("0000000000")).path();
        put(later);
        assertThat(sweep.orphans()).isEqualTo(CleanupReport.NOTHING);
        age(later, Duration.ofMinutes(11));
        put("results/not-parsed.txt");
        assertThat(sweep.orphans().objects()).isEqualTo(2);
    }

    @Test
    void ofALiveJobNothingIsRemovedByName() throws IOException {
        ObjectName.Job job = job(SHARED, ONE);
        List<String> before = names();
        assertThat(sweep.key(SHARED).live()).containsExactly(ONE.value());
        assertThat(sweep.job(ONE).live()).containsExactly(ONE.value());
        assertThat(names()).isEqualTo(before);
        age(job, Duration.ofMinutes(11));
        assertThat(sweep.key(SHARED).objects()).isEqualTo(6);
        assertThat(names()).isEmpty();
    }

    @Test
    void ofAnEndedJobAmongLiveOnesItsOwnTracesGo() throws IOException {
        ObjectName.Job ended = job(SHARED, ONE);
        put(ended.ended());
        job(SHARED, OTHER);
        assertThat(sweep.jobs(SHARED, Set.of(ONE)).objects()).isEqualTo(5);
        assertThat(names()).hasSize(6).noneMatch(name -> name.contains(ONE.value()));
    }

    @Test
    void aDryRunOfAJobCountsWhatWouldGoOnceAndRemovesNothing() throws IOException {
        ObjectName.Job job = job(ONE.asKey(), ONE);
        put(job.ended());
        List<String> before = names();
        assertThat(new StorageSweep(store, GRACE, true).job(ONE).objects()).isEqualTo(before.size());
        assertThat(names()).isEqualTo(before);
        assertThat(sweep.job(ONE).objects()).isEqualTo(before.size());
        assertThat(names()).isEmpty();
    }

    @Test
    void codeAndOtherKeysAreLeft() throws IOException {
        String code = new ObjectName.Code("0f".repeat(32)).path();
        put(code);
        age(code, Duration.ofDays(100));
        ObjectName.Value other = new ObjectName.Value(JobKey.ofCacheKey("other"), TASK);
        put(other);
        age(other.path(), Duration.ofDays(100));
        job(SHARED, ONE);
        age(new ObjectName.Job(SHARED, ONE), Duration.ofMinutes(11));
        sweep.key(SHARED);
        sweep.orphans();
        assertThat(names()).containsExactlyInAnyOrder(code, other.path());
    }

    private ObjectName.RemoteObject remoteObject(JobKey key, Duration age) throws IOException {
        ObjectName.RemoteObject object = new ObjectName.RemoteObject(key, "0f".repeat(32));
        put(object);
        age(object.path(), age);
        return object;
    }

    private static ObjectName.Lease clientLease() {
        return new ObjectName.Lease(CLIENT.asKey(), CLIENT);
    }

    @Test
    void theRemoteObjectsOfADeadClientGoWithItsLease() throws IOException {
        remoteObject(CLIENT.asKey(), Duration.ofMinutes(11));
        Leases.write(store, clientLease(), GRACE);
        assertThat(sweep.orphans()).isEqualTo(CleanupReport.NOTHING);
        age(clientLease().path(), Duration.ofMinutes(11));
        assertThat(sweep.orphans().objects()).isEqualTo(2);
        assertThat(names()).isEmpty();
    }

    @Test
    void theRemoteObjectsThatALivingJobNeedsStayWithoutALeaseOfTheirOwn() throws IOException {
        ObjectName.RemoteObject object = remoteObject(CLIENT.asKey(), Duration.ofMinutes(11));
        ObjectName.Job job = job(ONE.asKey(), ONE);
        Leases.write(store, job.lease(), GRACE, CLIENT.asKey());
        assertThat(sweep.orphans()).isEqualTo(CleanupReport.NOTHING);
        assertThat(sweep.job(CLIENT).live()).containsExactly(CLIENT.value());
        assertThat(names()).contains(object.path());
        age(job, Duration.ofMinutes(11));
        assertThat(sweep.orphans().objects()).isEqualTo(7);
        assertThat(names()).isEmpty();
    }

    @Test
    void freshRemoteObjectsThatNobodyIsKnownToNeedStay() throws IOException {
        remoteObject(CLIENT.asKey(), Duration.ofMinutes(9));
        assertThat(sweep.orphans()).isEqualTo(CleanupReport.NOTHING);
    }

    @Test
    void theRemoteObjectsOfACacheKeyStayUntilTheKeyGoes() throws IOException {
        JobKey key = JobKey.ofCacheKey("grid");
        ObjectName.RemoteObject object = remoteObject(key, Duration.ofDays(1));
        age(job(key, ONE), Duration.ofMinutes(11));
        sweep.orphans();
        assertThat(names()).contains(object.path());
        sweep.key(key);
        assertThat(names()).isEmpty();
    }

    private void pages(boolean active, JobId id) throws IOException {
        put(new ObjectName.Status(active, id, ObjectName.Status.Format.HTML));
        put(new ObjectName.Status(active, id, ObjectName.Status.Format.JSON));
    }

    @Test
    void aDeadDriversActivePagesGoAndThoseOfJobsThatEndedOrLiveStay() throws IOException {
        age(job(ONE.asKey(), ONE), Duration.ofMinutes(11));
        pages(true, ONE);
        job(OTHER.asKey(), OTHER);
        pages(true, OTHER);
        JobId ended = new JobId("run-20260102-030405-000003");
        pages(false, ended);
        age("status/done/" + ended + ".html", Duration.ofDays(1));
        age("status/active/" + ONE + ".html", Duration.ofMinutes(11));
        assertThat(new StorageSweep(store, GRACE, true).orphans().objects()).isEqualTo(8);
        assertThat(sweep.orphans().objects()).isEqualTo(8);
        assertThat(names().stream().filter(name -> name.startsWith("status/")))
                .containsExactly(
                        "status/active/" + OTHER + ".html",
                        "status/active/" + OTHER + ".json",
                        "status/done/" + ended + ".html",
                        "status/done/" + ended + ".json");
    }

    @Test
    void activePagesOfAJobOfWhichNothingElseIsThereGoWhenTheyAreOld() throws IOException {
        pages(true, ONE);
        age("status/active/" + ONE + ".html", Duration.ofMinutes(11));
        assertThat(sweep.orphans()).isEqualTo(new CleanupReport(1, List.of(ONE.value()), List.of()));
        assertThat(names()).containsExactly("status/active/" + ONE + ".json");
    }

    @Test
    void cleanupByIdRemovesThePagesOfAJobThatEndedAndNotOfOneThatLivesUnderACacheKey() throws IOException {
        pages(false, ONE);
        assertThat(sweep.job(ONE)).isEqualTo(new CleanupReport(2, List.of(ONE.value()), List.of()));
        assertThat(names()).isEmpty();
        job(SHARED, OTHER);
        pages(true, OTHER);
        assertThat(sweep.job(OTHER).live()).containsExactly(OTHER.value());
        assertThat(names()).contains("status/active/" + OTHER + ".html");
    }

    @Test
    void cleanupByCacheKeyRemovesThePagesOfItsJobs() throws IOException {
        ObjectName.Job job = job(SHARED, ONE);
        put(job.ended());
        pages(false, ONE);
        assertThat(new StorageSweep(store, GRACE, true).key(SHARED).objects()).isEqualTo(9);
        assertThat(names()).hasSize(9);
        assertThat(sweep.key(SHARED).objects()).isEqualTo(9);
        assertThat(names()).isEmpty();
    }
}
