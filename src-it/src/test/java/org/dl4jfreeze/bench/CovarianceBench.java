package org.dl4jfreeze.bench;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.covariance.FullCovariance.Form;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.order.ParameterRanges;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What a sample costs that the full covariance takes in, at the size of MNIST's 784-10-10 and of LeNet. */
class CovarianceBench {

    private static final int P = 7960;
    /** A multiple of the block of differences that goes into the matrix at once, so that all of its cost is in. */
    private static final int SAMPLES = 512;

    private static INDArray[] differences(int count, long length) {
        INDArray[] differences = new INDArray[count];
        for (int i = 0; i < count; i++) {
            differences[i] = Nd4j.randn(DataType.FLOAT, length);
        }
        return differences;
    }

    private static CovarianceAccumulator covariance(Form form, int parameters, int samples) {
        return new CovarianceAccumulator(
                ParameterRanges.all(parameters), parameters, DataType.FLOAT, SmoothingSchedule.mean(), form, samples);
    }

    private static void add(CovarianceAccumulator covariance, INDArray[] differences, int samples) {
        for (int i = 0; i < samples; i++) {
            covariance.add(differences[i % differences.length]);
        }
    }

    @Test
    void theMatrixAgainstRankOneUpdates() {
        INDArray[] differences = differences(64, P);
        INDArray matrix = Nd4j.zeros(DataType.FLOAT, P, P);
        MultiLayerNetwork network = network();
        DataSet batch = batch();
        try (CovarianceAccumulator covariance = covariance(Form.DENSE, P, SAMPLES)) {
            new Contest("Dense covariance, p = 7960, FLOAT, per sample", 7)
                    .with("rank-1 ger", 4, () -> {
                        for (int i = 0; i < 4; i++) {
                            Nd4j.getBlasWrapper().level2().ger('c', 0.5, differences[i], differences[i], matrix);
                        }
                    })
                    .with("FullCovariance.add, dense, amortised", SAMPLES, () -> add(covariance, differences, SAMPLES))
                    .with("a training iteration, 784-10-10, batch 128, Adam", 20, () -> {
                        for (int i = 0; i < 20; i++) {
                            network.fit(batch);
                        }
                    })
                    .print();
        }
    }

    @Test
    void theFactorsAgainstCopies() {
        factors("Factored covariance, p = 7960, FLOAT, per sample", P, 256);
        factors("Factored covariance, p = 1256080 (LeNet), FLOAT, per sample", 1_256_080, 48);
    }

    /** Both write to memory that is fresh from the system, as a growing factor does. */
    private static void factors(String title, int parameters, int samples) {
        INDArray[] differences = differences(4, parameters);
        new Contest(title, 9)
                .with("copying p floats", samples, () -> {
                    try (INDArray rows = Nd4j.createUninitialized(DataType.FLOAT, samples, parameters)) {
                        for (int i = 0; i < samples; i++) {
                            rows.get(NDArrayIndex.point(i)).assign(differences[i % 4]);
                        }
                    }
                })
                .with("FullCovariance.add, factored", samples, () -> {
                    try (CovarianceAccumulator covariance = covariance(Form.FACTORED, parameters, samples)) {
                        add(covariance, differences, samples);
                    }
                })
                .print();
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(784).nOut(10).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(10)
                        .nOut(10)
                        .build())
                .build());
        network.init();
        return network;
    }

    private static DataSet batch() {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 128, 10);
        for (int i = 0; i < 128; i++) {
            labels.putScalar(i, i % 10, 1);
        }
        return new DataSet(Nd4j.rand(DataType.FLOAT, 128, 784), labels);
    }
}
