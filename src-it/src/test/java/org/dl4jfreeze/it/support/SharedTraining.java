package org.dl4jfreeze.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.threshold.FixedThresholdAlgorithm;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.parameterserver.training.SharedTrainingMaster;
import org.nd4j.parameterserver.distributed.conf.VoidConfiguration;
import org.nd4j.parameterserver.distributed.v2.enums.MeshBuildMode;

/** A network that Spark trains by sharing threshold-encoded updates over UDP. */
public final class SharedTraining extends SparkNetwork {

    /** What an entry of an update moves a parameter by, if it is sent. */
    public static final double THRESHOLD = 1e-3;

    /** Trains a copy of a network on this many threads; its own parameters follow the updates that are sent. */
    public SharedTraining(JavaSparkContext spark, Model model, int workers, TrainingListener... listeners) {
        super(spark, model, master(workers), listeners);
    }

    private static TrainingMaster<?, ?> master(int workers) {
        VoidConfiguration loopback = VoidConfiguration.builder()
                .unicastPort(freePort())
                .networkMask("127.0.0.0/8")
                .controllerAddress("127.0.0.1")
                .meshBuildMode(MeshBuildMode.PLAIN)
                .build();
        return new SharedTrainingMaster.Builder(loopback, 1)
                .batchSizePerWorker(BATCH)
                .workersPerNode(workers)
                .thresholdAlgorithm(new FixedThresholdAlgorithm(THRESHOLD))
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .build();
    }

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
