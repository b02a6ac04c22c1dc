package io.kubeface.examples;

import io.kubeface.core.Remote;
import io.kubeface.core.TaskFunction;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;

/**
 * Trains a support vector machine on all samples but one fold, and tells how many of that fold it gets right. Runs in a
 * worker.
 *
 * @param data read once by each worker, however many trials it makes
 */
public record CrossValidation(Remote<Samples> data)
        implements TaskFunction<CrossValidation.Trial, CrossValidation.Score> {
    /** How many parts the samples are divided into. */
    static final int FOLDS = 5;

    private static final long SEED = 42;

    /** What a model is made with: the price of an error, and how near samples must be to count as near. */
    public record Point(double c, double gamma) implements Serializable {}

    /** One fold of one point. */
    public record Trial(Point point, int fold) implements Serializable {}

    /** Which part of a trial's fold was classified right, from 0 to 1. */
    public record Score(Trial trial, double accuracy) implements Serializable {}

    @Override
    public Score apply(Trial trial) {
        Samples samples = data.get();
        List<Integer> order = order(samples.size());
        List<Integer> training = new ArrayList<>();
        List<Integer> test = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            (i % FOLDS == trial.fold() ? test : training).add(order.get(i));
        }
        Scaling scaling = Scaling.of(samples, training);
        svm_model model = train(samples, training, scaling, trial.point());
        long right = test.stream()
                .filter(row -> svm.svm_predict(model, scaling.nodes(samples, row)) == samples.classOf(row))
                .count();
        return new Score(trial, (double) right / test.size());
    }

    /** The same in each worker. */
    private static List<Integer> order(int size) {
        List<Integer> order = new ArrayList<>();
        for (int row = 0; row < size; row++) {
            order.add(row);
        }
        Collections.shuffle(order, new Random(SEED));
        return order;
    }

    private static svm_model train(Samples samples, List<Integer> rows, Scaling scaling, Point point) {
        svm_problem problem = new svm_problem();
        problem.l = rows.size();
        problem.x = new svm_node[problem.l][];
        problem.y = new double[problem.l];
        for (int i = 0; i < problem.l; i++) {
            problem.x[i] = scaling.nodes(samples, rows.get(i));
            problem.y[i] = samples.classOf(rows.get(i));
        }
        svm_parameter parameter = new svm_parameter();
        parameter.svm_type = svm_parameter.C_SVC;
        parameter.kernel_type = svm_parameter.RBF;
        parameter.C = point.c();
        parameter.gamma = point.gamma();
        parameter.eps = 1e-3;
        parameter.cache_size = 40;
        parameter.shrinking = 1;
        svm.svm_set_print_string_function(line -> {});
        return svm.svm_train(problem, parameter);
    }

    /** Brings each measure to the mean 0 and the deviation 1, as those of the training samples are. */
    private record Scaling(List<Spread> measures) {
        static Scaling of(Samples samples, List<Integer> rows) {
            List<Spread> measures = new ArrayList<>();
            for (int i = 0; i < samples.width(); i++) {
                int index = i;
                measures.add(Spread.of(rows.stream()
                        .mapToDouble(row -> samples.measure(row, index))
                        .toArray()));
            }
            return new Scaling(measures);
        }

        svm_node[] nodes(Samples samples, int row) {
            svm_node[] nodes = new svm_node[measures.size()];
            for (int i = 0; i < nodes.length; i++) {
                Spread spread = measures.get(i);
                nodes[i] = new svm_node();
                nodes[i].index = i + 1;
                nodes[i].value = (samples.measure(row, i) - spread.mean()) / spread.deviation();
            }
            return nodes;
        }
    }
}
