package io.kubeface.reactor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.ReuseKey;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.reactor.Reuse.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReuseIndexTest {
    private static final JobKey KEY = JobKey.ofCacheKey("grid");
    private static final String CODE = "c".repeat(24);
    private static final String FUNCTION = "f".repeat(24);
    private static final Instant STORED = Instant.parse("2026-03-04T05:06:07Z");
    private static final long MIB = 1024 * 1024;

    private final ReuseIndex index = new ReuseIndex(CODE, FUNCTION);
    private final Random random = new Random(1);

    private String input() {
        byte[] digest = new byte[32];
        random.nextBytes(digest);
        return ReuseKey.input(digest);
    }

    private static String path(String code, String function, String input, long occurrence) {
        return new ObjectName.Value(KEY, new ReuseKey(code, function, input, occurrence).name()).path();
    }

    @Test
    void aHundredThousandValuesTakeAFewMebibytes() {
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            inputs.add(input());
        }
        for (int i = 0; i < inputs.size(); i++) {
            // Half of them of other code, so that both tables are as full as they can be.
            index.add(path(i % 2 == 0 ? CODE : "d".repeat(24), FUNCTION, inputs.get(i), 1), STORED);
        }
        assertThat(index.own()).isEqualTo(50_000);
        assertThat(index.others()).isEqualTo(50_000);
        assertThat(index.sizeBytes()).isLessThan(64 * MIB).isLessThanOrEqualTo(32L * 100_000);
        for (int i = 0; i < inputs.size(); i++) {
            assertThat(index.find(inputs.get(i), 1).verdict()).isEqualTo(i % 2 == 0 ? Verdict.REUSED : Verdict.CODE);
            assertThat(index.find(inputs.get(i), 2).verdict()).isEqualTo(Verdict.INPUT);
        }
    }

    @Test
    void theTimeOfAValueIsKeptToTheSecondBeyondTheYear2038() {
        String input = input();
        Instant late = Instant.parse("2099-01-01T00:00:00Z");
        index.add(path(CODE, FUNCTION, input, 1), late);
        assertThat(index.find(input, 1).stored()).contains(late);
    }

    @Test
    void failuresAndForeignNamesArePassedOver() {
        String input = input();
        index.add("results/" + KEY + "/0000000001.value", STORED);
        index.add("results/" + KEY + "/" + "x.txt", STORED);
        ReuseKey key = new ReuseKey(CODE, FUNCTION, input, 1);
        index.add(new ObjectName.Failure(KEY, key.name(), 1).path(), STORED);
        assertThat(index.own() + index.others()).isZero();
        assertThat(index.find(input, 1).verdict()).isEqualTo(Verdict.INPUT);
    }

    @Test
    void ofSeveralValuesOfAnInputTheNearestOneIsTold() {
        String input = input();
        String otherCode = "d".repeat(24);
        String otherFunction = "g".repeat(24);
        index.add(path(otherCode, otherFunction, input, 1), STORED);
        assertThat(index.find(input, 1).verdict()).isEqualTo(Verdict.CODE_AND_FUNCTION);
        index.add(path(CODE, otherFunction, input, 1), STORED);
        assertThat(index.find(input, 1).verdict()).isEqualTo(Verdict.FUNCTION);
        index.add(path(otherCode, FUNCTION, input, 1), STORED);
        assertThat(index.find(input, 1).verdict()).isEqualTo(Verdict.CODE);
        index.add(path(CODE, FUNCTION, input, 1), STORED);
        assertThat(index.find(input, 1).verdict()).isEqualTo(Verdict.REUSED);
    }

    @Test
    void everyPageOfTheListingIsRead() throws Exception {
        List<String> inputs = new ArrayList<>();
        try (InMemoryObjectStore store = new InMemoryObjectStore()) {
            for (int i = 0; i < 2_500; i++) {
                inputs.add(input());
                store.put(path(CODE, FUNCTION, inputs.get(i), 1), PutMode.CREATE, "", out -> {});
            }
            ReuseIndex read = ReuseIndex.read(store, KEY, CODE, FUNCTION);
            assertThat(read.own()).isEqualTo(2_500);
            assertThat(inputs).allMatch(input -> read.find(input, 1).reused());
        }
    }

    @Test
    void theTableHoldsWhatAMapWould() {
        LongIntTable table = new LongIntTable();
        Map<Long, Integer> map = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            // Few different keys, so that many are put again, and zero among them.
            long key = random.nextInt(5_000) * 0x9e3779b97f4a7c15L;
            table.put(key, i);
            map.put(key == 0 ? 1L : key, i);
        }
        assertThat(table.size()).isEqualTo(map.size());
        map.forEach((key, value) -> assertThat(table.get(key, -1)).isEqualTo(value));
        assertThat(table.get(12345, -1)).isEqualTo(-1);
    }
}
