package io.kubeface.core.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final JobKey KEY = new JobKey("grid-search");
    private static final TaskName TASK = TaskName.ofSequence(7);
    private static final ObjectName.Job OF_SHARED_KEY =
            new ObjectName.Job(KEY, new JobId("run-20260102-030405-000001"));
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    static Stream<ObjectName> everyKind() {
        return Stream.of(
                new ObjectName.Code("0f".repeat(32)),
                new ObjectName.Job(KEY, new JobId("job-1")),
                new ObjectName.Input(KEY, TASK),
                new ObjectName.Value(KEY, TASK),
                new ObjectName.Failure(KEY, TASK, 1),
                new ObjectName.Failure(KEY, new TaskName("a-1"), 999_999_999),
                new ObjectName.Log(KEY, TASK, 12),
                new ObjectName.Log(KEY, new TaskName("a-1"), 2),
                OF_SHARED_KEY.failure(TASK, 3),
                OF_SHARED_KEY.log(new TaskName("a-1"), 4),
                OF_SHARED_KEY.lease(),
                OF_SHARED_KEY.ended(),
                new ObjectName.Status(true, OF_SHARED_KEY.id(), ObjectName.Status.Format.HTML),
                new ObjectName.Status(false, OF_SHARED_KEY.id(), ObjectName.Status.Format.JSON));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void whatIsFormattedIsParsed(ObjectName name) {
        assertThat(ObjectName.parse(name.path())).contains(name);
        assertThat(ObjectName.parse(name.path(), name.getClass())).isEqualTo(name);
    }

    @Test
    void theFormatsAreKept() {
        assertThat(everyKind().map(ObjectName::path))
                .containsExactly(
                        "code/sha256/" + "0f".repeat(32) + ".jar",
                        "jobs/grid-search/job-job-1",
                        "inputs/grid-search/0000000007",
                        "results/grid-search/0000000007.value",
                        "results/grid-search/0000000007.failure-1",
                        "results/grid-search/a-1.failure-999999999",
                        "logs/grid-search/0000000007-12",
                        "logs/grid-search/a-1-2",
                        "results/grid-search/0000000007.failure-run-20260102-030405-000001-3",
                        "logs/grid-search/a-1.run-20260102-030405-000001-4",
                        "jobs/grid-search/lease-run-20260102-030405-000001",
                        "jobs/grid-search/ended-run-20260102-030405-000001",
                        "status/active/run-20260102-030405-000001.html",
                        "status/done/run-20260102-030405-000001.json");
        assertThat(ObjectName.resultPrefix(KEY)).isEqualTo("results/grid-search/");
        assertThat(ObjectName.Input.prefix(KEY)).isEqualTo("inputs/grid-search/");
        assertThat(ObjectName.Log.prefix(KEY)).isEqualTo("logs/grid-search/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "results",
                "results/k/",
                "results//0000000007.value",
                "results/k/0000000007.value/",
                "results/k/0000000007.value.tmp",
                "results/k/0000000007.failure-0",
                "results/k/0000000007.failure-01",
                "results/k/0000000007.failure-1000000000",
                "results/k/0000000007.failure-run-",
                "results/k/0000000007.failure--1",
                "logs/k/0000000007.-1",
                "results/k/../k/0000000007.value",
                "results/K/0000000007.value",
                "results/k/.value",
                "results/k/-.value",
                " results/k/0000000007.value",
                "results/k/0000000007.value\n",
                "inputs/k/a.value",
                "inputs/k/a/b",
                "logs/k/a",
                "jobs/k/j",
                "code/sha256/0f.jar",
                "status/active/j.txt",
                "status/active/J.json",
                "status/gone/j.json"
            })
    void nothingElseParses(String path) {
        assertThat(ObjectName.parse(path)).isEmpty();
    }

    @Test
    void aNameOfAnotherKindIsRefused() {
        String path = new ObjectName.Input(KEY, TASK).path();
        assertThatThrownBy(() -> ObjectName.parse(path, ObjectName.Value.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(path)
                .hasMessageContaining("Value");
    }

    @Test
    void aResultPrefixHearsItsJobAlone() {
        assertThat(new ObjectName.Value(new JobKey("grid-search-2"), TASK).path())
                .doesNotStartWith(ObjectName.resultPrefix(KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../etc/passwd", "Größe & Gewicht", "a\nb", "---", "%2e%2e", "日本語", "UPPER case"})
    void anyNameMakesAnId(String name) {
        JobId id = JobId.of(name, NOW, new Random(1));
        assertThat(id.value()).matches("[a-z0-9][a-z0-9-]*-20260102-030405-[a-z0-9]{6}");
        assertThat(ObjectName.parse(new ObjectName.Job(id.asKey(), id).path()))
                .contains(new ObjectName.Job(id.asKey(), id));
    }

    @Test
    void aNameStaysReadableInItsId() {
        assertThat(JobId.of("Grid search (v2)", NOW, new Random(1)).value())
                .startsWith("grid-search-v2-20260102-030405-");
        assertThat(JobId.of("x".repeat(5000), NOW, new Random(1)).value()).hasSizeLessThanOrEqualTo(100);
        assertThat(JobId.of("../", NOW, new Random(1)).value()).startsWith("job-2026");
    }

    @Test
    void idsOfOneNameAndTimeDiffer() {
        Random random = new Random(3);
        assertThat(Stream.generate(() -> JobId.of("a", NOW, random)).limit(100).distinct())
                .hasSize(100);
    }

    @Test
    void ofAKeyWithOneJobAttemptsNeedNoOwner() {
        JobId id = new JobId("run-20260102-030405-000001");
        ObjectName.Job job = new ObjectName.Job(id.asKey(), id);
        assertThat(job.failure(TASK, 1)).isEqualTo(new ObjectName.Failure(id.asKey(), TASK, 1));
        assertThat(job.log(TASK, 1)).isEqualTo(new ObjectName.Log(id.asKey(), TASK, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "../../etc/passwd", "Größe & Gewicht", "a\nb", "---", "%2e%2e", "日本語", "v3", "\ud800"})
    void anyCacheKeyMakesAKey(String cacheKey) {
        JobKey key = JobKey.ofCacheKey(cacheKey);
        assertThat(key.value()).matches("[a-z0-9][a-z0-9-]*-[a-z2-7]{16}");
        assertThat(key.isOfCacheKey()).isTrue();
        assertThat(JobKey.ofCacheKey(cacheKey)).isEqualTo(key);
        assertThat(ObjectName.parse(new ObjectName.Value(key, TASK).path())).contains(new ObjectName.Value(key, TASK));
    }

    @Test
    void cacheKeysThatLookAlikeStayApart() {
        assertThat(Stream.of(
                                "v3",
                                "V3",
                                "v3 ",
                                "v3/",
                                "v-3",
                                "v_3",
                                "\ud800",
                                "\udc00",
                                "?",
                                "x".repeat(70),
                                "x".repeat(71))
                        .map(JobKey::ofCacheKey)
                        .distinct())
                .hasSize(11);
        assertThat(JobKey.ofCacheKey("v3").value()).startsWith("v3-");
        assertThatThrownBy(() -> JobKey.ofCacheKey("")).hasMessageContaining("at least one");
    }

    @Test
    void aJobsOwnKeyIsNotOneOfACacheKey() {
        assertThat(JobId.of("v3", NOW, new Random(1)).asKey().isOfCacheKey()).isFalse();
        assertThat(new JobKey("abcdefghijklmnop").isOfCacheKey()).isFalse();
    }

    @Test
    void aReuseKeyIsATasksNameAndIsReadFromIt() {
        ReuseKey key = new ReuseKey("c".repeat(24), "f".repeat(24), "i".repeat(32), 12);
        assertThat(key.name().value())
                .isEqualTo("cccccccccccccccccccccccc-ffffffffffffffffffffffff-iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii-12");
        assertThat(ReuseKey.parse(key.name())).contains(key);
        for (String other : List.of(
                "0000000007",
                key.name() + "-1",
                key.name() + "x",
                "1" + key.name().value().substring(1))) {
            assertThat(ReuseKey.parse(new TaskName(other))).isEmpty();
        }
        assertThatThrownBy(() -> new ReuseKey(key.code(), key.function(), key.input(), 0))
                .hasMessageContaining("0");
    }

    @Test
    void partsOfAReuseKeyAreTheFirstBitsOfTheirDigests() {
        byte[] digest = new byte[32];
        digest[0] = (byte) 0b0000_1000;
        digest[1] = (byte) 0b0100_0000;
        assertThat(ReuseKey.code(digest)).startsWith("bba").hasSize(24);
        assertThat(ReuseKey.function(digest)).startsWith("bba").hasSize(24);
        assertThat(ReuseKey.input(digest)).startsWith("bba").hasSize(32);
        digest[19] = 1;
        assertThat(ReuseKey.input(digest)).endsWith("b");
    }

    @Test
    void sequenceNamesSortAsTheirNumbersDo() {
        List<String> names = new ArrayList<>();
        for (long sequence : new long[] {0, 1, 9, 10, 99, 100, 123_456, 9_999_999_999L}) {
            names.add(TaskName.ofSequence(sequence).value());
        }
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, new Random(5));
        Collections.sort(shuffled);
        assertThat(shuffled).isEqualTo(names);
    }

    @Test
    void whatIsNoNameIsRefusedWithTheValue() {
        for (String bad : List.of("", "-a", "A", "a/b", "a.b", "a b", "a\n", "x".repeat(101), "..")) {
            assertThatThrownBy(() -> new JobKey(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(bad);
            assertThatThrownBy(() -> new JobId(bad)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new TaskName(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> TaskName.ofSequence(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new ObjectName.Code("0F".repeat(32))).hasMessageContaining("0F");
        assertThatThrownBy(() -> new ObjectName.Failure(KEY, TASK, 0)).hasMessageContaining("0");
        assertThatThrownBy(() -> new ObjectName.Log(KEY, TASK, -1)).hasMessageContaining("-1");
    }
}
