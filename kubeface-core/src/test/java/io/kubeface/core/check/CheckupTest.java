package io.kubeface.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.check.Finding.Status;
import io.kubeface.core.store.InMemoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckupTest {
    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Test
    void aStorageThatDoesWhatItMustIsOkAndNothingIsLeftInIt() throws IOException {
        List<Checkup.Line> told = new ArrayList<>();

        List<Checkup.Line> lines = Checkup.run(StorageChecks.of(store, Clock.systemUTC()), told::add);

        assertThat(lines).extracting(line -> line.finding().status()).containsOnly(Status.OK);
        assertThat(lines)
                .extracting(Checkup.Line::name)
                .containsExactly("storage read", "storage create", "storage create-only", "storage delete", "clock");
        assertThat(told).isEqualTo(lines);
        assertThat(store.list("", null, 10).objects()).isEmpty();
    }

    @Test
    void aClockThatIsOffIsNamedWithItsError() {
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));

        assertThat(finding("clock", Checkup.run(StorageChecks.of(store, ahead), line -> {})))
                .satisfies(finding -> assertThat(finding.status()).isEqualTo(Status.FAILED))
                .satisfies(finding -> assertThat(finding.text())
                        .containsPattern("(599|600) s ahead of")
                        .contains("timedatectl"));
        Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10));
        assertThat(finding("clock", Checkup.run(StorageChecks.of(store, behind), line -> {}))
                        .text())
                .containsPattern("(599|600) s behind the");
    }

    @Test
    void theTimeThatAWritingTakesIsNoError() {
        Instant begun = Instant.parse("2026-01-01T00:00:00Z");
        Instant ended = begun.plusSeconds(5);

        assertThat(ClockCheck.ahead(begun, ended, begun.plusSeconds(3))).isZero();
        assertThat(ClockCheck.ahead(begun, ended, begun.minusSeconds(7))).hasSeconds(7);
        assertThat(ClockCheck.ahead(begun, ended, ended.plusSeconds(7))).hasSeconds(-7);
    }

    @Test
    void aSecondWriterThatWinsIsNamed() {
        List<Checkup.Line> lines = Checkup.run(StorageChecks.of(without("create-only"), Clock.systemUTC()), line -> {});

        assertThat(finding("storage create-only", lines).status()).isEqualTo(Status.FAILED);
        assertThat(finding("storage create-only", lines).text()).contains("second writer");
    }

    @Test
    void whatCannotBeDoneIsNamedAndWhatNeedsItIsSkipped() {
        List<Checkup.Line> lines = Checkup.run(StorageChecks.of(without("delete"), Clock.systemUTC()), line -> {});

        assertThat(finding("storage delete", lines).status()).isEqualTo(Status.FAILED);
        assertThat(finding("storage delete", lines).text()).contains("may not delete", "Left: memory:");
        assertThat(finding("clock", lines)).isEqualTo(Finding.skipped("as storage delete is not ok"));
        assertThat(finding("storage create-only", lines).status()).isEqualTo(Status.OK);
    }

    @Test
    void aFailureWithoutWordsIsNamedByItsClass() {
        Check broken = new Check() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public List<String> needs() {
                return List.of("a check that is not run");
            }

            @Override
            public Finding run() {
                throw new IllegalStateException();
            }
        };

        assertThat(finding("broken", Checkup.run(List.of(broken), line -> {})))
                .isEqualTo(Finding.failed("java.lang.IllegalStateException"));
    }

    private static Finding finding(String name, List<Checkup.Line> lines) {
        return lines.stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow()
                .finding();
    }

    /** The store, but with one thing broken. */
    private ObjectStore without(String ability) {
        return (ObjectStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(ability)) {
                        throw new IOException("You may not " + ability + ".");
                    }
                    if (method.getName().equals("put") && ability.equals("create-only")) {
                        arguments[1] = io.kubeface.core.store.PutMode.REPLACE;
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
