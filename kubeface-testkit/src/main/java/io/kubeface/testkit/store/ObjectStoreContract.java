package io.kubeface.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds of every {@link ObjectStore}. Each test wants {@link #store()} to be empty when it begins. */
public interface ObjectStoreContract {
    String BINARY = "application/octet-stream";
    List<String> BAD_NAMES = List.of(
            "",
            "/",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "../a",
            "a/../b",
            "a/./b",
            "a b",
            "a\\b",
            "a\0b",
            "ä",
            "a:b",
            "~a",
            "a*",
            "x".repeat(201),
            "a/".repeat(450) + "ab");

    /** The store to be tested; the same one throughout a test. */
    ObjectStore store() throws IOException;

    /** Whether it tells the content type that was put, rather than one of its own choice. */
    default boolean keepsContentTypes() {
        return true;
    }

    @Test
    default void whatWasPutIsRead() throws IOException {
        assertThat(put("a/b/c", "hello")).isTrue();
        assertThat(read("a/b/c")).isEqualTo("hello");
    }

    @Test
    default void anEmptyObjectIsAnObject() throws IOException {
        assertThat(store().put("empty", PutMode.CREATE, BINARY, out -> {})).isTrue();
        assertThat(read("empty")).isEmpty();
        assertThat(store().stat("empty").orElseThrow().sizeBytes()).isZero();
    }

    @Test
    default void aLargeObjectIsStreamedWhole() throws IOException {
        long size = 64L << 20;
        byte[] block = new byte[100_001];
        new Random(1).nextBytes(block);
        CRC32C written = new CRC32C();
        store().put("large", PutMode.CREATE, BINARY, out -> {
            CheckedOutputStream checked = new CheckedOutputStream(out, written);
            for (long left = size; left > 0; left -= block.length) {
                checked.write(block, 0, (int) Math.min(left, block.length));
            }
        });
        CRC32C read = new CRC32C();
        try (StoredObject object = store().get("large")) {
            assertThat(object.info().sizeBytes()).isEqualTo(size);
            assertThat(new CheckedInputStream(object.body(), read).transferTo(OutputStream.nullOutputStream()))
                    .isEqualTo(size);
        }
        assertThat(read.getValue()).isEqualTo(written.getValue());
    }

    @Test
    default void bytesWrittenOneByOneAndInBlocksKeepTheirOrder() throws IOException {
        byte[] expected = new byte[50_000];
        new Random(2).nextBytes(expected);
        store().put("mixed", PutMode.CREATE, BINARY, out -> {
            int at = 0;
            for (int length = 0; at < expected.length; length = (length * 3 + 1) % 20_000) {
                int block = Math.min(length, expected.length - at);
                out.write(expected, at, block);
                at += block;
                if (at < expected.length) {
                    out.write(expected[at]);
                    at++;
                }
            }
        });
        try (StoredObject object = store().get("mixed")) {
            assertThat(object.body().readAllBytes()).isEqualTo(expected);
        }
    }

    @Test
    default void aBodyMayCloseItsStream() throws IOException {
        store().put("closed", PutMode.CREATE, BINARY, out -> {
            try (out) {
                out.write("x".getBytes(UTF_8));
            }
        });
        assertThat(read("closed")).isEqualTo("x");
    }

    @Test
    default void createKeepsTheFirstWriter() throws IOException {
        assertThat(put("a", "first")).isTrue();
        assertThat(put("a", "second")).isFalse();
        assertThat(read("a")).isEqualTo("first");
    }

    @Test
    default void oneOfManyRacingWritersWins() throws Exception {
        int writers = 16;
        for (int round = 0; round < 20; round++) {
            String name = "race/" + round + "/object";
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                String content = ("writer " + i + " ").repeat(1000);
                calls.add(() -> put(name, content));
            }
            List<Boolean> won = Race.run(calls);
            assertThat(won).containsOnlyOnce(true);
            assertThat(read(name)).isEqualTo(("writer " + won.indexOf(true) + " ").repeat(1000));
        }
    }

    @Test
    default void oneOfManyRacingCopiesWins() throws Exception {
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String from = "from-" + i;
            put(from, from);
            calls.add(() -> store().copy(from, "to/object", PutMode.CREATE));
        }
        List<Boolean> won = Race.run(calls);
        assertThat(won).containsOnlyOnce(true);
        assertThat(read("to/object")).isEqualTo("from-" + won.indexOf(true));
    }

    @Test
    default void replaceReplacesAndAlsoCreates() throws IOException {
        assertThat(store().put("a", PutMode.REPLACE, BINARY, body("first"))).isTrue();
        assertThat(store().put("a", PutMode.REPLACE, BINARY, body("2nd"))).isTrue();
        assertThat(read("a")).isEqualTo("2nd");
        assertThat(store().stat("a").orElseThrow().sizeBytes()).isEqualTo(3);
    }

    @Test
    default void nobodySeesAnObjectBeforeItIsWhole() throws IOException {
        store().put("a/b", PutMode.CREATE, BINARY, out -> {
            out.write(new byte[100_000]);
            out.flush();
            assertThat(store().stat("a/b")).isEmpty();
            assertThat(names(store().list("", null, 10))).isEmpty();
        });
        assertThat(store().stat("a/b")).isPresent();
    }

    @Test
    default void readersOfAReplacedObjectSeeOneVersionOrTheOther() throws Exception {
        String[] versions = {"a".repeat(300_000), "b".repeat(200_000)};
        put("versions", versions[0]);
        AtomicBoolean done = new AtomicBoolean();
        Callable<Boolean> writer = () -> {
            for (int i = 1; i <= 100; i++) {
                store().put("versions", PutMode.REPLACE, BINARY, body(versions[i % 2]));
            }
            done.set(true);
            return true;
        };
        Callable<Boolean> reader = () -> {
            do {
                try (StoredObject object = store().get("versions")) {
                    String read = new String(object.body().readAllBytes(), UTF_8);
                    assertThat(versions).contains(read);
                    assertThat(object.info().sizeBytes()).isEqualTo(read.length());
                }
            } while (!done.get());
            return true;
        };
        assertThat(Race.run(List.of(writer, reader, reader))).containsOnly(true);
    }

    @Test
    default void anOpenObjectIsReadWholeThoughItIsReplacedAndDeleted() throws IOException {
        String first = "first ".repeat(200_000);
        put("a", first);
        try (StoredObject object = store().get("a")) {
            byte[] begin = object.body().readNBytes(10);
            store().put("a", PutMode.REPLACE, BINARY, body("second"));
            store().delete(List.of("a"));
            assertThat(new String(begin, UTF_8) + new String(object.body().readAllBytes(), UTF_8))
                    .isEqualTo(first);
        }
    }

    @Test
    default void aBodyThatThrowsLeavesNothing() {
        IOException thrown = new IOException("the body's own");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store().put("a/b", PutMode.CREATE, BINARY, out -> {
                    out.write(new byte[100_000]);
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThatNothingIsThere();
    }

    @Test
    default void aBodyThatThrowsAnErrorLeavesTheOldObject() throws IOException {
        put("a", "old");
        AssertionError thrown = new AssertionError("the body's own");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> store().put("a", PutMode.REPLACE, BINARY, out -> {
                    out.write(new byte[100_000]);
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(read("a")).isEqualTo("old");
    }

    @Test
    default void anAbsentObjectIsNotFoundByName() throws IOException {
        put("x/there", "1");
        for (String absent : List.of("x/absent", "y/absent", "x", "x/there/below")) {
            assertThatExceptionOfType(ObjectNotFoundException.class)
                    .isThrownBy(() -> store().get(absent))
                    .withMessageContaining(absent)
                    .satisfies(e -> assertThat(e.name()).isEqualTo(absent));
            assertThat(store().stat(absent)).isEmpty();
        }
    }

    private static ObjectInfo toTheSecond(ObjectInfo info) {
        return new ObjectInfo(
                info.name(),
                info.sizeBytes(),
                info.contentType(),
                info.modified().truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    default void statTellsSizeAndTimeAndGetTellsTheSame() throws IOException {
        Instant before = Instant.now();
        put("a/b.json", "12345");
        ObjectInfo info = store().stat("a/b.json").orElseThrow();
        assertThat(info.name()).isEqualTo("a/b.json");
        assertThat(info.sizeBytes()).isEqualTo(5);
        // The store's clock may be another machine's.
        assertThat(Duration.between(before, info.modified()).abs()).isLessThan(Duration.ofMinutes(10));
        try (StoredObject object = store().get("a/b.json")) {
            assertThat(toTheSecond(object.info())).isEqualTo(toTheSecond(info));
        }
        assertThat(store().list("a/", null, 1).objects()).containsExactly(info);
    }

    @Test
    default void theContentTypeIsKeptAndCopied() throws IOException {
        store().put("a.html", PutMode.CREATE, "text/html", body("<p>"));
        store().copy("a.html", "b.html", PutMode.CREATE);
        for (String name : List.of("a.html", "b.html")) {
            assertThat(store().stat(name).orElseThrow().contentType()).isEqualTo("text/html");
        }
        if (keepsContentTypes()) {
            store().put("c", PutMode.CREATE, "image/png", body("x"));
            store().copy("c", "d", PutMode.CREATE);
            assertThat(store().stat("d").orElseThrow().contentType()).isEqualTo("image/png");
        }
    }

    @Test
    default void aListingHasTheOrderOfTheNamesCharacters() throws IOException {
        // Directories' order is another one: a/b would come before a-b, or after a.b.
        List<String> names = List.of(
                "A", "B/x", "a+b", "a-b", "a-b/c", "a.b", "a/b", "a/b-c/d", "a/b.c", "a/b/c", "a/b0", "a0", "a=", "a_",
                "aa/a", "b");
        List<String> put = namesThatCanAllBe(names);
        List<String> shuffled = new ArrayList<>(put);
        Collections.shuffle(shuffled, new Random(3));
        for (String name : shuffled) {
            put(name, name);
        }
        assertThat(names(store().list("", null, 100))).containsExactlyElementsOf(put);
        for (int limit = 1; limit <= put.size() + 1; limit++) {
            assertThat(pages("", limit)).containsExactlyElementsOf(put);
        }
    }

    @Test
    default void aPageBeginsAfterAnyName() throws IOException {
        List<String> put = List.of("a-b/x", "a.b", "a/b/c", "a/b/d", "a/c", "a0", "b");
        for (String name : put) {
            put(name, name);
        }
        for (String after : List.of(
                "", "a", "a-", "a-b", "a-b/x", "a.", "a/", "a/b", "a/b/", "a/b/c", "a/b/cc", "a/b0", "a/c", "a1", "b",
                "c")) {
            List<String> expected =
                    put.stream().filter(name -> name.compareTo(after) > 0).toList();
            assertThat(names(store().list("", after, 100)))
                    .as("after %s", after)
                    .isEqualTo(expected);
        }
    }

    @Test
    default void aPrefixMayEndAnywhere() throws IOException {
        List<String> put = List.of("r/job-1/01.value", "r/job-1/02.value", "r/job-10/01.value", "r/job-2/01.value");
        for (String name : put) {
            put(name, name);
        }
        for (String prefix : List.of(
                "",
                "r",
                "r/",
                "r/job-1",
                "r/job-1/",
                "r/job-1/0",
                "r/job-1/02",
                "r/job-1/01.value",
                "r/job-3",
                "s",
                "r/job-1/01.value/")) {
            List<String> expected =
                    put.stream().filter(name -> name.startsWith(prefix)).toList();
            assertThat(names(store().list(prefix, null, 100)))
                    .as("prefix %s", prefix)
                    .isEqualTo(expected);
            assertThat(pages(prefix, 1)).as("prefix %s", prefix).isEqualTo(expected);
        }
    }

    @Test
    default void aPrefixThatNoNameHasListsNothing() throws IOException {
        put("a/b", "1");
        for (String prefix : List.of("/", "//", "../", "./", "a//", "a/../", "a/\0", "a b", "ä", "~")) {
            assertThat(store().list(prefix, null, 10))
                    .as("prefix %s", prefix)
                    .isEqualTo(new ObjectPage(List.of(), true));
        }
    }

    @Test
    default void thePrefixAndTheBeginningOfAPageNarrowTogether() throws IOException {
        for (String name : List.of("a/1", "b/1", "b/2", "b/3", "c/1")) {
            put(name, name);
        }
        assertThat(names(store().list("b/", "b/1", 10))).containsExactly("b/2", "b/3");
        assertThat(names(store().list("b/", "a/5", 10))).containsExactly("b/1", "b/2", "b/3");
        assertThat(names(store().list("b/", "c", 10))).isEmpty();
    }

    @Test
    default void onlyTheLastPageIsShort() throws IOException {
        for (int i = 0; i < 6; i++) {
            put("p/" + i, "");
        }
        ObjectPage first = store().list("p/", null, 3);
        assertThat(names(first)).containsExactly("p/0", "p/1", "p/2");
        assertThat(first.last()).isFalse();
        ObjectPage second = store().list("p/", "p/2", 3);
        assertThat(names(second)).containsExactly("p/3", "p/4", "p/5");
        assertThat(second.last()).isTrue();
    }

    @Test
    default void aLimitOutOfRangeIsRefused() {
        for (int limit : new int[] {Integer.MIN_VALUE, 0, 10_001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store().list("", null, limit))
                    .withMessageContaining(Integer.toString(limit));
        }
    }

    @Test
    default void aDeletedObjectIsGoneAndItsNeighboursStay() throws IOException {
        put("d/1", "1");
        put("d/2", "2");
        store().delete(List.of("d/1"));
        assertThat(store().stat("d/1")).isEmpty();
        assertThat(names(store().list("", null, 10))).containsExactly("d/2");
        assertThat(read("d/2")).isEqualTo("2");
    }

    @Test
    default void deletePassesOverWhatIsNotThere() throws IOException {
        put("d/1", "1");
        put("d/2", "2");
        store().delete(List.of());
        store().delete(List.of("x", "d", "d/0", "d/1", "d/1", "d/1/x", "e/f/g", "d/2"));
        assertThatNothingIsThere();
    }

    @Test
    default void manyAreDeletedAtOnce() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            names.add("many/" + i % 7 + "/" + i);
            put(names.get(i), "");
        }
        store().delete(names);
        assertThatNothingIsThere();
    }

    @Test
    default void aDeletedNameCanBeCreatedAgain() throws IOException {
        put("a/b/c", "1");
        store().delete(List.of("a/b/c"));
        assertThat(put("a/b/c", "2")).isTrue();
        assertThat(read("a/b/c")).isEqualTo("2");
    }

    @Test
    default void putsAndDeletesInOnePlaceDoNotDisturbEachOther() throws Exception {
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            String name = "place/deep/er/" + thread;
            calls.add(() -> {
                for (int i = 0; i < 200; i++) {
                    assertThat(put(name, "x")).isTrue();
                    assertThat(read(name)).isEqualTo("x");
                    store().delete(List.of(name));
                }
                return true;
            });
        }
        assertThat(Race.run(calls)).containsOnly(true);
        assertThatNothingIsThere();
    }

    @Test
    default void aCopyIsAnObjectOfItsOwn() throws IOException {
        put("from", "content");
        assertThat(store().copy("from", "to/there", PutMode.CREATE)).isTrue();
        store().put("from", PutMode.REPLACE, BINARY, body("changed"));
        assertThat(read("to/there")).isEqualTo("content");
        store().delete(List.of("from"));
        assertThat(read("to/there")).isEqualTo("content");
    }

    @Test
    default void aCopyKeepsOrReplacesWhatIsThere() throws IOException {
        put("from", "new");
        put("to", "old");
        assertThat(store().copy("from", "to", PutMode.CREATE)).isFalse();
        assertThat(read("to")).isEqualTo("old");
        assertThat(store().copy("from", "to", PutMode.REPLACE)).isTrue();
        assertThat(read("to")).isEqualTo("new");
        assertThat(read("from")).isEqualTo("new");
    }

    @Test
    default void aCopyOntoItselfChangesNothing() throws IOException {
        put("a", "1");
        assertThat(store().copy("a", "a", PutMode.CREATE)).isFalse();
        assertThat(store().copy("a", "a", PutMode.REPLACE)).isTrue();
        assertThat(read("a")).isEqualTo("1");
        assertThat(names(store().list("", null, 10))).containsExactly("a");
    }

    @Test
    default void thereIsNoCopyOfNothing() throws IOException {
        put("to", "old");
        for (PutMode mode : PutMode.values()) {
            assertThatExceptionOfType(ObjectNotFoundException.class)
                    .isThrownBy(() -> store().copy("from", "to", mode))
                    .withMessageContaining("from");
        }
        assertThat(read("to")).isEqualTo("old");
    }

    @Test
    default void aMoveLeavesOneName() throws IOException {
        put("from/a", "1");
        assertThat(ObjectStores.move(store(), "from/a", "to/a", PutMode.CREATE)).isTrue();
        assertThat(names(store().list("", null, 10))).containsExactly("to/a");
        assertThat(read("to/a")).isEqualTo("1");
    }

    @Test
    default void aMoveThatFindsItsTargetTakenLeavesBoth() throws IOException {
        put("from", "1");
        put("to", "2");
        assertThat(ObjectStores.move(store(), "from", "to", PutMode.CREATE)).isFalse();
        assertThat(read("from")).isEqualTo("1");
        assertThat(read("to")).isEqualTo("2");
    }

    @Test
    default void aMoveOntoItselfKeepsTheObject() throws IOException {
        put("a", "1");
        assertThat(ObjectStores.move(store(), "a", "a", PutMode.REPLACE)).isTrue();
        assertThat(read("a")).isEqualTo("1");
    }

    @Test
    default void everyMethodRefusesABadName() throws IOException {
        put("good", "1");
        AtomicInteger bodies = new AtomicInteger();
        for (String bad : BAD_NAMES) {
            assertRefused(bad, () -> store().put(bad, PutMode.CREATE, BINARY, out -> bodies.incrementAndGet()));
            assertRefused(bad, () -> store().put(bad, PutMode.REPLACE, BINARY, out -> bodies.incrementAndGet()));
            assertRefused(bad, () -> store().get(bad));
            assertRefused(bad, () -> store().stat(bad));
            assertRefused(bad, () -> store().delete(List.of("good", bad)));
            assertRefused(bad, () -> store().copy(bad, "other", PutMode.CREATE));
            assertRefused(bad, () -> store().copy("good", bad, PutMode.REPLACE));
            assertRefused(bad, () -> store().address(bad));
        }
        assertThat(bodies).hasValue(0);
        assertThat(names(store().list("", null, 10))).containsExactly("good");
    }

    @Test
    default void theLongestAndOddestNamesAreGood() throws IOException {
        String longest = ("x".repeat(200) + "/").repeat(4) + "y".repeat(96);
        List<String> odd = List.of("+", "-", "...", ".a", "=", "AZaz09._=+-", "_", longest);
        for (String name : odd) {
            assertThat(put(name, name)).as(name).isTrue();
            assertThat(read(name)).isEqualTo(name);
        }
        assertThat(names(store().list("", null, 100))).containsExactlyElementsOf(odd);
    }

    @Test
    default void itsUrlOpensTheSameObjects() throws IOException {
        put("a", "1");
        try (ObjectStore again = ObjectStores.open(store().url())) {
            assertThat(again.stat("a")).isPresent();
            again.put("b", PutMode.CREATE, BINARY, body("2"));
            assertThat(again.url()).isEqualTo(store().url());
        }
        assertThat(read("b")).isEqualTo("2");
    }

    @Test
    default void anAddressNamesTheObjectAlsoBeforeItExists() throws IOException {
        assertThat(store().address("a/not-there")).contains("not-there");
    }

    @Test
    default void closingTwiceIsClosingOnce() throws IOException {
        put("a", "1");
        store().close();
        store().close();
    }

    private boolean put(String name, String content) throws IOException {
        return store().put(name, PutMode.CREATE, BINARY, body(content));
    }

    private String read(String name) throws IOException {
        try (InputStream body = store().get(name).body()) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    private List<String> pages(String prefix, int limit) throws IOException {
        List<String> all = new ArrayList<>();
        @Nullable String after = null;
        while (true) {
            ObjectPage page = store().list(prefix, after, limit);
            all.addAll(names(page));
            if (page.last()) {
                return all;
            }
            assertThat(page.objects()).hasSize(limit);
            after = all.get(all.size() - 1);
        }
    }

    private void assertThatNothingIsThere() {
        assertThatNoException()
                .isThrownBy(
                        () -> assertThat(store().list("", null, 10).objects()).isEmpty());
    }

    private static void assertRefused(String name, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(name);
    }

    private static List<String> names(ObjectPage page) {
        return page.objects().stream().map(ObjectInfo::name).toList();
    }

    private static ObjectStore.Body body(String content) {
        return out -> out.write(content.getBytes(UTF_8));
    }

    /** Leaves out names below other names, which a directory cannot hold. */
    private static List<String> namesThatCanAllBe(List<String> names) {
        return names.stream()
                .filter(name -> names.stream().noneMatch(other -> name.startsWith(other + "/")))
                .toList();
    }
}
