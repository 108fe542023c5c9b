package org.dl4jfreeze.it.support;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;

/** A network of either kind that Spark trains in this virtual machine, in whatever way its training master does. */
public abstract class SparkNetwork {

    /** Examples per mini-batch. */
    public static final int BATCH = 8;

    private final JavaSparkContext spark;
    private final SparkDl4jMultiLayer network;
    private final SparkComputationGraph graph;

    SparkNetwork(JavaSparkContext spark, Model model, TrainingMaster<?, ?> master, TrainingListener... listeners) {
        this.spark = spark;
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

    /** Trains on mini-batches, in two partitions. */
    public final void fit(List<DataSet> batches) {
        JavaRDD<DataSet> data = spark.parallelize(batches, 2);
        if (network != null) {
            network.fit(data);
        } else {
            graph.fit(data);
        }
    }

    /** The network on the driver. */
    public final Model model() {
        return network != null ? network.getNetwork() : graph.getNetwork();
    }
}
