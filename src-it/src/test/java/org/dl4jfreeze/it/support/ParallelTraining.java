package org.dl4jfreeze.it.support;

import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.ThresholdAlgorithm;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.threshold.AdaptiveThresholdAlgorithm;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.threshold.FixedThresholdAlgorithm;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.ParallelWrapper.TrainingMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** The ways in which ParallelWrapper trains. */
public enum ParallelTraining {
    AVERAGING_EVERY_ROUND(1, null),
    AVERAGING_EVERY_THIRD_ROUND(3, null),
    SHARED_FIXED_THRESHOLD(0, new FixedThresholdAlgorithm(1e-3)),
    SHARED_ADAPTIVE_THRESHOLD(0, new AdaptiveThresholdAlgorithm());

    private final int averagingFrequency;
    private final ThresholdAlgorithm threshold;

    ParallelTraining(int averagingFrequency, ThresholdAlgorithm threshold) {
        this.averagingFrequency = averagingFrequency;
        this.threshold = threshold;
    }

    /** The type of network to train so: each of the two is trained in both modes. */
    public DataType dataType() {
        return this == AVERAGING_EVERY_ROUND || this == SHARED_FIXED_THRESHOLD ? DataType.DOUBLE : DataType.FLOAT;
    }

    /** Whether parameters are averaged, and not updates shared. */
    public boolean isAveraging() {
        return threshold == null;
    }

    /** A wrapper that takes over the listeners that the model has. */
    public ParallelWrapper wrap(Model model, int workers) {
        ParallelWrapper.Builder<Model> builder = new ParallelWrapper.Builder<>(model);
        builder.workers(workers).prefetchBuffer(0);
        if (isAveraging()) {
            builder.trainingMode(TrainingMode.AVERAGING).averagingFrequency(averagingFrequency);
        } else {
            builder.trainingMode(TrainingMode.SHARED_GRADIENTS).thresholdAlgorithm(threshold.clone());
        }
        return builder.build();
    }

    /**
     * Trains on mini-batches in their order: one each for all workers, round by round.
     *
     * <p>The last fit has left a MultiLayerNetwork without an updater, and the workers ask it for one. It makes one under the
     * lock that the first worker holds while it waits for the others to share their gradients; so it is made here, before.
     */
    public static void fit(ParallelWrapper wrapper, List<DataSet> batches) {
        if (wrapper.getModel() instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) wrapper.getModel()).getUpdater();
        }
        wrapper.fit(new ExistingDataSetIterator(batches));
    }
}
