package org.dl4jfreeze.examples.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.examples.experiment.Branch;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Losses;
import org.dl4jfreeze.examples.experiment.Run;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.examples.report.Results;

/** Results for figures: every run freezes by orders that are given, and has losses that are given. */
final class FakeResults {

    private final Experiment experiment;
    private final List<Run> runs = new ArrayList<>();
    private final List<String> orders;
    private final List<Double> fractions;

    FakeResults(Experiment experiment, List<String> orders, List<Double> fractions) {
        this.experiment = experiment;
        this.orders = orders;
        this.fractions = fractions;
    }

    /** Adds a run whose orders come by name; test losses are 1.2 times the training losses that it is given. */
    FakeResults run(float[] variance, Function<String, ParameterOrder> order, ToDoubleFunction<Branch> loss) {
        List<Branch> branches = new ArrayList<>();
        for (String name : orders) {
            for (double fraction : fractions) {
                int k = (int) Math.round(fraction * variance.length);
                Branch branch = branch(name, fraction, order.apply(name), k, 0);
                branches.add(branch(name, fraction, order.apply(name), k, loss.applyAsDouble(branch)));
            }
        }
        runs.add(new Run(runs.size() + 1, variance, branches));
        return this;
    }

    private Branch branch(String name, double fraction, ParameterOrder order, int k, double loss) {
        return new Branch(runs.size() + 1, name, fraction, order.lowest(k), new Losses(loss, 1.2 * loss));
    }

    Results build() {
        Settings settings = new Settings(
                runs.size(), 0, 500, Settings.GIVEN, 1500, 0.01, 32, 404, fractions, orders, "first-example");
        return new Results(experiment, experiment.presets().get(0), settings, runs, List.of());
    }

    static ParameterOrder ascending(float... variance) {
        double[] values = new double[variance.length];
        Arrays.setAll(values, i -> variance[i]);
        return ParameterOrder.ascending(values);
    }
}
