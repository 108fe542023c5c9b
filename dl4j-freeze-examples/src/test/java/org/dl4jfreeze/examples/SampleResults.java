package org.dl4jfreeze.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.examples.experiment.Branch;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Experiments;
import org.dl4jfreeze.examples.experiment.Losses;
import org.dl4jfreeze.examples.experiment.Run;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.examples.report.Results;

/** Results of a network with four parameters, with losses that can be reckoned by hand. */
public final class SampleResults {

    /** The training loss of a branch; the test loss is double. */
    public interface TrainLoss {
        double of(int run, String order, double fraction);
    }

    private static final ParameterOrder RANDOM = ParameterOrder.ascending(4, 3, 2, 1);

    private SampleResults() {}

    /** Losses: 1 and 3 with nothing frozen, 1.5 times that for the proposed order, 2.5 times for random; test is double. */
    public static Results twoRuns() {
        return of(
                List.of(new float[] {1, 2, 3, 4}, new float[] {1, 3, 2, 4}),
                List.of(new float[] {1, 2, 3, 4}, new float[] {1, 2, 4, 3}),
                List.of(0.0, 0.5),
                List.of("variance", "random"),
                (run, order, fraction) -> (2 * run - 1) * (fraction == 0 ? 1 : order.equals("variance") ? 1.5 : 2.5));
    }

    /** Runs with the orders variance and random, all of the same gradient variance. */
    public static Results runs(int runs, List<Double> fractions, TrainLoss loss) {
        List<float[]> variances = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            variances.add(new float[] {1, 2, 3, 4});
        }
        return of(variances, List.of(), fractions, List.of("variance", "random"), loss);
    }

    /** The same runs, as if made with other settings. */
    public static Results with(Results results, UnaryOperator<Settings> change) {
        Settings settings = change.apply(results.settings());
        return new Results(
                results.experiment(), results.preset(), settings, results.runs(), results.sharedInitialisation());
    }

    /** Changes the number of training examples. */
    public static Settings withExamples(int examples, Settings settings) {
        return new Settings(
                settings.runs(),
                settings.seed(),
                settings.freezeAt(),
                settings.freezeAtRule(),
                settings.iterations(),
                settings.learningRate(),
                settings.batchSize(),
                examples,
                settings.fractions(),
                settings.orders(),
                settings.samplerName());
    }

    /** Runs with everything given. */
    public static Results of(
            List<float[]> variances,
            List<float[]> sharedInitialisation,
            List<Double> fractions,
            List<String> orders,
            TrainLoss loss) {
        Settings settings = new Settings(
                variances.size(), 0, 500, Settings.GIVEN, 1500, 0.01, 32, 404, fractions, orders, "first-example");
        List<Run> runs = new ArrayList<>();
        for (int run = 1; run <= variances.size(); run++) {
            float[] variance = variances.get(run - 1);
            List<Branch> branches = new ArrayList<>();
            for (String order : orders) {
                for (double fraction : fractions) {
                    branches.add(branch(run, order, fraction, variance, loss.of(run, order, fraction)));
                }
            }
            runs.add(new Run(run, variance, branches));
        }
        Experiment boston = Experiments.boston();
        return new Results(boston, boston.presets().get(0), settings, runs, sharedInitialisation);
    }

    private static Branch branch(int run, String name, double fraction, float[] variance, double loss) {
        ParameterOrder proposed = ParameterOrder.ascending(variance[0], variance[1], variance[2], variance[3]);
        ParameterOrder order = name.equals("random") ? RANDOM : proposed;
        return new Branch(
                run, name, fraction, order.lowest((int) Math.round(4 * fraction)), new Losses(loss, 2 * loss));
    }
}
