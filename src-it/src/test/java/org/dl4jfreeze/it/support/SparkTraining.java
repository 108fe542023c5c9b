package org.dl4jfreeze.it.support;

import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;

/**
 * A network that Spark trains by parameter averaging, on two workers: a fit takes as many splits as its mini-batches are
 * enough for, each of averagingFrequency iterations per worker. The network on the driver holds the averages.
 */
public final class SparkTraining extends SparkNetwork {

    /** Trains copies of a network; its own parameters are the averages. */
    public SparkTraining(JavaSparkContext spark, Model model, int averagingFrequency, TrainingListener... listeners) {
        this(spark, model, averagingFrequency, true, listeners);
    }

    /**
     * The same, with or without the updater state averaged.
     *
     * @param saveUpdater false is DL4J's default, though its documentation says otherwise
     */
    public SparkTraining(
            JavaSparkContext spark,
            Model model,
            int averagingFrequency,
            boolean saveUpdater,
            TrainingListener... listeners) {
        super(spark, model, master(averagingFrequency, saveUpdater), listeners);
    }

    private static TrainingMaster<?, ?> master(int averagingFrequency, boolean saveUpdater) {
        return new ParameterAveragingTrainingMaster.Builder(2, BATCH)
                .batchSizePerWorker(BATCH)
                .averagingFrequency(averagingFrequency)
                .saveUpdater(saveUpdater)
                .workerPrefetchNumBatches(0)
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .rngSeed(1)
                .build();
    }
}
