package org.dl4jfreeze.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.threshold.FixedThresholdAlgorithm;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.parameterserver.training.SharedTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.parameterserver.distributed.conf.VoidConfiguration;
import org.nd4j.parameterserver.distributed.v2.enums.MeshBuildMode;

/** A network that Spark trains by sharing threshold-encoded updates over UDP, in this virtual machine alone. */
public final class SharedTraining {

    /** What an entry of an update moves a parameter by, if it is sent. */
    public static final double THRESHOLD = 1e-3;

    private final JavaSparkContext spark;
    private final SparkDl4jMultiLayer network;
    private final SparkComputationGraph graph;

    /** Trains a copy of a network on this many threads; its own parameters follow the updates that are sent. */
    public SharedTraining(JavaSparkContext spark, Model model, int workers, TrainingListener... listeners) {
        this.spark = spark;
        VoidConfiguration loopback = VoidConfiguration.builder()
                .unicastPort(freePort())
                .networkMask("127.0.0.0/8")
                .controllerAddress("127.0.0.1")
                .meshBuildMode(MeshBuildMode.PLAIN)
                .build();
        SharedTrainingMaster master = new SharedTrainingMaster.Builder(loopback, 1)
                .batchSizePerWorker(SparkTraining.BATCH)
                .workersPerNode(workers)
                .thresholdAlgorithm(new FixedThresholdAlgorithm(THRESHOLD))
                .rddTrainingApproach(RDDTrainingApproach.Direct)
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

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trains on mini-batches, in two tasks. */
    public void fit(List<DataSet> batches) {
        JavaRDD<DataSet> data = spark.parallelize(batches, 2);
        if (network != null) {
            network.fit(data);
        } else {
            graph.fit(data);
        }
    }

    /** The network on the driver. */
    public Model model() {
        return network != null ? network.getNetwork() : graph.getNetwork();
    }
}
