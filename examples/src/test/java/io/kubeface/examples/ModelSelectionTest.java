package io.kubeface.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kubeface.core.Remote;
import io.kubeface.examples.CrossValidation.Point;
import io.kubeface.examples.CrossValidation.Score;
import io.kubeface.examples.CrossValidation.Trial;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.backend.InProcessBackend;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSelectionTest {
    private static final Point GOOD = new Point(4, 0.015625);
    private static final Point POOR = new Point(0.25, 1);
    private static final Point FAIR = new Point(0.25, 0.25);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    @Nullable
    Path storage;

    @Test
    void workersRankAsOneThreadDoesAndARerunComputesOnlyWhatIsNew() throws Exception {
        Samples samples = Samples.ofBreastCancer();
        Ranking alone = new Ranking();
        CrossValidation here = new CrossValidation(Remote.of(samples));
        for (Point point : List.of(POOR, GOOD)) {
            for (int fold = 0; fold < CrossValidation.FOLDS; fold++) {
                alone.add(here.apply(new Trial(point, fold)));
            }
        }

        assertThat(select(samples, POOR, GOOD)).isEqualTo(alone.places());
        assertThat(printed()).contains("The best of 2 points, of which 0 were known:");

        assertThat(select(samples, GOOD, FAIR, POOR))
                .extracting(Ranking.Place::point)
                .containsExactly(GOOD, FAIR, POOR);
        assertThat(printed()).contains("The best of 3 points, of which 2 were known:");
    }

    @Test
    void aGoodModelIsRightForMoreThanNineteenOfTwentyAndAPoorOneGuesses() throws Exception {
        CrossValidation validation = new CrossValidation(Remote.of(Samples.ofBreastCancer()));

        assertThat(validation.apply(new Trial(GOOD, 0)).accuracy()).isGreaterThan(0.95);
        assertThat(validation.apply(new Trial(POOR, 0)).accuracy()).isBetween(0.5, 0.75);
    }

    @Test
    void aPointHasItsPlaceWhenAllItsFoldsAreKnownInWhateverOrderTheyCome() {
        Ranking ranking = new Ranking();
        for (int fold = CrossValidation.FOLDS - 1; fold > 0; fold--) {
            assertThat(ranking.add(new Score(new Trial(GOOD, fold), 0.9))).isEmpty();
        }
        Ranking.Place place = ranking.add(new Score(new Trial(GOOD, 0), 0.4)).orElseThrow();

        assertThat(place.spread().mean()).isEqualTo(0.8, within(1e-9));
        assertThat(place.spread().deviation()).isEqualTo(0.2, within(1e-9));
        assertThat(place).hasToString("80.00 % ± 20.00  C = 4.0, gamma = 0.015625");
    }

    @Test
    void allSamplesAreRead() throws Exception {
        Samples samples = Samples.ofBreastCancer();

        assertThat(samples.size()).isEqualTo(569);
        assertThat(samples.width()).isEqualTo(30);
        assertThat(samples.measure(568, 0)).isEqualTo(7.76);
        assertThat(samples.classOf(0)).isZero();
        assertThat(samples.classOf(568)).isEqualTo(1);
    }

    private List<Ranking.Place> select(Samples samples, Point... grid) {
        try (Kubeface kubeface = Kubeface.builder()
                        .storage(storage)
                        .backend(InProcessBackend.builder())
                        .build();
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            return ModelSelection.run(kubeface, samples, List.of(grid), out);
        }
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
