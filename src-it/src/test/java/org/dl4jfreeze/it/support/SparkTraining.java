package org.dl4jfreeze.it.support;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;

/** A network that Spark trains by parameter averaging, on two workers in this virtual machine. */
public final class SparkTraining {

    /** Examples per mini-batch. */
    public static final int BATCH = 8;

    private final JavaSparkContext spark;
    private final SparkDl4jMultiLayer network;
    private final SparkComputationGraph graph;

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
        this.spark = spark;
        ParameterAveragingTrainingMaster master = new ParameterAveragingTrainingMaster.Builder(2, BATCH)
                .batchSizePerWorker(BATCH)
                .averagingFrequency(averagingFrequency)
                .saveUpdater(saveUpdater)
                .workerPrefetchNumBatches(0)
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .rngSeed(1)
                .build();
        if (model instanceof MultiLayerNetwork) {
            network = new SparkDl4jMultiLayer(spark, (MultiLayerNetwork) model, master);
            network.setListeners(listeners);
            graph = null;
        } else {
            graph = new SparkComputationGraph(spark, (ComputationGraph) model, master);
            graph.setListeners(listeners);
            network = null;
        }
    }

    /** A context without a web server, on the loopback device. */
    public static JavaSparkContext newContext() {
        return new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("dl4j-freeze")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost")
                .set("spark.driver.bindAddress", "127.0.0.1"));
    }

    /** Trains on mini-batches: as many splits as they are enough for, each of averagingFrequency iterations per worker. */
    public void fit(List<DataSet> batches) {
        JavaRDD<DataSet> data = spark.parallelize(batches, 2);
        if (network != null) {
            network.fit(data);
        } else {
            graph.fit(data);
        }
    }

    /** The network on the driver, which holds the averages. */
    public Model model() {
        return network != null ? network.getNetwork() : graph.getNetwork();
    }
}
