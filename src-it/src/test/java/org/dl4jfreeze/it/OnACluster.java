package org.dl4jfreeze.it;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A complete program for Spark, whose main method docs/distributed.md shows: {@code spark-submit --class OnACluster ... model.zip}. */
public final class OnACluster {

    private OnACluster() {}

    public static void main(String[] args) throws IOException {
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("freezing"))) {
            JavaRDD<DataSet> data = spark.parallelize(batches(400, 32));
            var master = new ParameterAveragingTrainingMaster.Builder(32)
                    .batchSizePerWorker(32)
                    .averagingFrequency(5)
                    .saveUpdater(true) // or nothing of the freezing comes back from the workers
                    .build();
            var network = new SparkDl4jMultiLayer(spark, configuration(), master);
            network.setListeners(
                    new FreezingListener(FreezePlan.atIteration(100).fraction(0.8)));
            for (int epoch = 0; epoch < 2; epoch++) {
                network.fit(data);
            }
            System.out.println(FreezableNetwork.of(network.getNetwork()).mask());
            network.getNetwork().save(new File(args[0]), true);
        }
    }

    private static MultiLayerConfiguration configuration() {
        return new NeuralNetConfiguration.Builder()
                .updater(new FreezingAdam(1e-2))
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(16).build())
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .activation(Activation.SIGMOID)
                        .nIn(16)
                        .nOut(1)
                        .build())
                .build();
    }

    /** Points in a square, and whether they lie in a circle. */
    private static List<DataSet> batches(int count, int size) {
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            INDArray points = Nd4j.rand(DataType.FLOAT, size, 2).muli(2).subi(1);
            INDArray inside = points.norm2(true, 1).lt(0.8).castTo(DataType.FLOAT);
            batches.add(new DataSet(points, inside));
        }
        return batches;
    }
}
