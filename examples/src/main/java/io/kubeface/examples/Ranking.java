package io.kubeface.examples;

import io.kubeface.examples.CrossValidation.Point;
import io.kubeface.examples.CrossValidation.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Puts the scores of trials together, in whatever order they come. Not safe for use by several threads. */
final class Ranking {
    private static final Comparator<Place> BEST_FIRST = Comparator.comparingDouble(
                    (Place place) -> -place.spread().mean())
            .thenComparingDouble(place -> place.spread().deviation())
            .thenComparingDouble(place -> place.point().c())
            .thenComparingDouble(place -> place.point().gamma());

    private final Map<Point, List<Score>> unfinished = new HashMap<>();
    private final List<Place> places = new ArrayList<>();

    /** A point, and what its folds' accuracies are. */
    record Place(Point point, Spread spread) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%.2f %% ± %.2f  C = %s, gamma = %s",
                    100 * spread.mean(),
                    100 * spread.deviation(),
                    point.c(),
                    point.gamma());
        }
    }

    /** One more score; gives its point's place when it was the last of that point. */
    Optional<Place> add(Score score) {
        Point point = score.trial().point();
        List<Score> scores = unfinished.computeIfAbsent(point, any -> new ArrayList<>());
        scores.add(score);
        if (scores.size() < CrossValidation.FOLDS) {
            return Optional.empty();
        }
        unfinished.remove(point);
        Place place = new Place(
                point,
                // In the folds' order, as the last digits of a sum depend on it.
                Spread.of(scores.stream()
                        .sorted(Comparator.comparingInt(each -> each.trial().fold()))
                        .mapToDouble(Score::accuracy)
                        .toArray()));
        places.add(place);
        return Optional.of(place);
    }

    /** All points whose folds are known, the best first; of equal ones, the least spread, then the simpler model. */
    List<Place> places() {
        return places.stream().sorted(BEST_FIRST).toList();
    }
}
