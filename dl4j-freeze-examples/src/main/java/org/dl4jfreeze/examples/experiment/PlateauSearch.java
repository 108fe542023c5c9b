package org.dl4jfreeze.examples.experiment;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalInt;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.LossPlateau;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.dl4jfreeze.examples.data.MiniBatches;
import org.dl4jfreeze.examples.data.TrainTest;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Finds t0 by the paper's condition that the quality hardly changes after it: the plateau of the smoothed loss of the
 * mini-batches, by {@link LossPlateau}, in a run of its own that is none of the experiment's.
 */
public final class PlateauSearch {

    private static final LossPlateau RULE = LossPlateau.defaults();

    private PlateauSearch() {}

    /**
     * The rule with its constants.
     *
     * @return words for help and results
     */
    public static String rule() {
        return String.format(
                Locale.ROOT,
                "the smoothed loss, the mean over %d iterations, was not below %s of its lowest value so far for %d times"
                        + " in a row",
                RULE.window(),
                BigDecimal.ONE.subtract(BigDecimal.valueOf(RULE.minimumImprovement())),
                RULE.patience());
    }

    /**
     * Trains until the plateau.
     *
     * @param experiment data set and network
     * @param settings   the settings; their t0 is not used
     * @param data       the examples
     * @param limit      how many iterations to train at most
     * @return the iteration in which the plateau shows, if it does
     * @throws IllegalArgumentException if a loss is not finite
     */
    public static OptionalInt find(Experiment experiment, Settings settings, TrainTest data, int limit) {
        SmallNetworkTuning.forProcess();
        SmallNetworkTuning.forThread();
        MultiLayerNetwork network = experiment.network(settings.learningRate(), settings.seed());
        MiniBatches batches = Training.batches(settings, data, settings.seed());
        LossPlateau.Detector detector = RULE.open();
        for (int i = 0; i < limit && !detector.isReached(); i++) {
            DataSet batch = batches.next();
            network.fit(batch.getFeatures(), batch.getLabels());
            if (!Double.isFinite(network.score())) {
                throw new IllegalArgumentException("Training of " + experiment.name() + " diverged: the loss is "
                        + network.score() + " in iteration " + (i + 1) + "; choose a smaller --learning-rate than "
                        + settings.learningRate());
            }
            detector.add(network.score());
        }
        return detector.reachedAt();
    }
}
