package org.dl4jfreeze.examples;

import java.util.List;
import org.dl4jfreeze.examples.experiment.BostonExperiment;
import org.dl4jfreeze.examples.experiment.Branch;
import org.dl4jfreeze.examples.experiment.Losses;
import org.dl4jfreeze.examples.experiment.Run;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.examples.report.Results;
import org.dl4jfreeze.order.ParameterOrder;

/** Results of two runs of a network with four parameters, with losses that can be reckoned by hand. */
public final class SampleResults {

    private static final ParameterOrder RANDOM = ParameterOrder.ascending(4, 3, 2, 1);

    private SampleResults() {}

    /** Losses: 1 and 3 with nothing frozen, 1.5 times that for the proposed order, 2.5 times for random; test is double. */
    public static Results twoRuns() {
        Settings settings = Settings.builder()
                .runs(2)
                .freezeAt(500)
                .iterations(1500)
                .learningRate(0.01)
                .batchSize(32)
                .examples(404)
                .fractions(List.of(0.0, 0.5))
                .build();
        return new Results(
                new BostonExperiment(),
                settings,
                List.of(
                        run(1, ParameterOrder.ascending(1, 2, 3, 4), 1),
                        run(2, ParameterOrder.ascending(1, 3, 2, 4), 3)));
    }

    private static Run run(int number, ParameterOrder proposed, double loss) {
        return new Run(
                number,
                proposed,
                List.of(
                        branch(number, "variance", 0, proposed, loss),
                        branch(number, "variance", 0.5, proposed, 1.5 * loss),
                        branch(number, "random", 0, RANDOM, loss),
                        branch(number, "random", 0.5, RANDOM, 2.5 * loss)));
    }

    private static Branch branch(int run, String name, double fraction, ParameterOrder order, double loss) {
        return new Branch(
                run, name, fraction, order.lowest((int) Math.round(4 * fraction)), new Losses(loss, 2 * loss));
    }
}
