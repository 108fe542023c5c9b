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
 * mini-batches, by {@link LossPlateau}, in a separate run that is not part of the experiment.
 */
public final class PlateauSearch {

    private static final LossPlateau RULE = LossPlateau.defaults();

    /** Multiple of the settings' iterations after which the search stops. */
    private static final int PATIENCE = 10;

    private PlateauSearch() {}

    /** Describes the rule with its constants, for help and results. */
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
     * Replaces the t0 of settings by the one that is found. If the user set the number of iterations, the plateau must come before
     * the last; otherwise the number of iterations after t0 stays the same.
     */
    public static Settings find(Experiment experiment, Settings settings, TrainTest data, boolean iterationsGiven) {
        int limit = iterationsGiven ? settings.iterations() - 1 : PATIENCE * settings.iterations();
        int freezeAt = plateau(experiment, settings, data, limit)
                .orElseThrow(() -> new IllegalArgumentException("No plateau of the training loss of "
                        + experiment.name() + " within " + limit + " iterations: at none of them " + rule()
                        + ". Train longer or faster with --iterations or --learning-rate, or choose t0 with --t0"));
        int after = settings.iterations() - settings.freezeAt();
        return settings.withFreezing(
                freezeAt,
                "auto: the first iteration at which " + rule(),
                iterationsGiven ? settings.iterations() : freezeAt + after);
    }

    /** Trains until the plateau; empty if there is none within {@code limit} iterations. */
    private static OptionalInt plateau(Experiment experiment, Settings settings, TrainTest data, int limit) {
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
