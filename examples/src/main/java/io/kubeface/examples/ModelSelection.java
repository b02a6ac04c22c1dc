package io.kubeface.examples;

import io.kubeface.core.Remote;
import io.kubeface.examples.CrossValidation.Point;
import io.kubeface.examples.CrossValidation.Trial;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.KubefaceBuilder;
import io.kubeface.reactor.Reuse;
import io.kubeface.reactor.backend.DockerBackend;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;

/**
 * Looks for the best support vector machine that tells malignant tumours from benign ones: each point of a grid is
 * cross-validated in a worker of its own. Points are printed as they are finished, then the ten best, with mean and deviation
 * of their folds' accuracies.
 *
 * <p>The data goes to the storage once, as a remote object. Results are kept under a cache key: run again, with a larger grid
 * say, it computes only points that are new. {@code ModelSelection IMAGE} runs the workers in containers of that image, any
 * with a Java 17 or newer; without, they are processes.
 */
public final class ModelSelection {
    private static final int SHOWN = 10;

    private ModelSelection() {}

    public static void main(String[] args) throws IOException {
        KubefaceBuilder builder = Kubeface.builder();
        if (args.length > 0) {
            builder.backend(DockerBackend.builder().image(args[0]).network("none"));
        }
        try (Kubeface kubeface = builder.build()) {
            run(kubeface, Samples.ofBreastCancer(), grid(), System.out);
        }
    }

    /** The points, from the best; the job fails with the first task that does. */
    static List<Ranking.Place> run(Kubeface kubeface, Samples samples, List<Point> grid, PrintStream out) {
        Remote<Samples> data = kubeface.remote(samples);
        List<Trial> trials = trials(grid);
        Ranking ranking = new Ranking();
        long reused = kubeface.job("model selection")
                .numItems(trials.size())
                // A worker for each point; so it is whole points that a later run reuses.
                .itemsPerTask(CrossValidation.FOLDS)
                .cacheKey("model-selection")
                .mapUnordered(new CrossValidation(data), Flux.fromIterable(trials))
                .doOnNext(result -> ranking.add(result.get()).ifPresent(out::println))
                .filter(result -> result.report().reuse().map(Reuse::reused).orElse(false))
                .count()
                .blockOptional()
                .orElseThrow();

        List<Ranking.Place> places = ranking.places();
        out.printf("%nThe best of %d points, of which %d were known:%n", grid.size(), reused / CrossValidation.FOLDS);
        places.stream().limit(SHOWN).forEach(out::println);
        return places;
    }

    private static List<Trial> trials(List<Point> grid) {
        List<Trial> trials = new ArrayList<>();
        for (Point point : grid) {
            for (int fold = 0; fold < CrossValidation.FOLDS; fold++) {
                trials.add(new Trial(point, fold));
            }
        }
        return trials;
    }

    /** Powers of four. */
    private static List<Point> grid() {
        List<Point> grid = new ArrayList<>();
        for (int c = -1; c <= 4; c++) {
            for (int gamma = -6; gamma <= 0; gamma++) {
                grid.add(new Point(Math.pow(4, c), Math.pow(4, gamma)));
            }
        }
        return grid;
    }
}
