package org.dl4jfreeze.examples.program;

import java.io.PrintStream;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.ScoreImprovementEpochTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Trains a perceptron on MNIST until the validation loss has not improved for two epochs, with 80 % of the parameters frozen
 * after the third epoch (t0), and compares it with the same training without freezing.
 */
public final class EarlyStoppingWithFreezing {

    private static final int T0 = 3;

    private EarlyStoppingWithFreezing() {}

    public static void main(String[] args) {
        run(6_400, 5_000, 10_000, System.out);
    }

    static void run(int trainImages, int validationImages, int testImages, PrintStream out) {
        DataSetIterator train = Digits.train(trainImages, 64);
        DataSetIterator validation = Digits.validation(trainImages, validationImages);
        DataSetIterator test = Digits.test(testImages);
        out.printf("Early stopping on MNIST: %d training and %d test images%n%n", trainImages, testImages);

        MultiLayerNetwork freezing = network(new FreezingAdam(1e-3));
        FreezingListener listener = new FreezingListener(FreezePlan.atEpoch(T0).fraction(0.8));
        freezing.addListeners(listener);
        MultiLayerNetwork plain = network(new Adam(1e-3));
        Watch with = new Watch(freezing, T0);
        Watch without = new Watch(plain, T0);
        EarlyStoppingResult<MultiLayerNetwork> stopped = train(freezing, train, validation);
        EarlyStoppingResult<MultiLayerNetwork> plainStopped = train(plain, train, validation);

        Comparison comparison = new Comparison(out);
        comparison.count("epochs until stopped", stopped.getTotalEpochs(), plainStopped.getTotalEpochs());
        comparison.count("best epoch", stopped.getBestModelEpoch() + 1, plainStopped.getBestModelEpoch() + 1);
        comparison.accuracy("test accuracy at t0", test, with.atT0(), without.atT0());
        comparison.accuracy(
                "test accuracy of the best epoch", test, stopped.getBestModel(), plainStopped.getBestModel());
        comparison.row("seconds per iteration up to t0", with.secondsBefore(), without.secondsBefore());
        comparison.row("seconds per iteration after t0", with.secondsAfter(), without.secondsAfter());
        comparison.changes(listener.mask(), with.atT0(), freezing);
    }

    private static MultiLayerNetwork network(IUpdater updater) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(784)
                        .nOut(128)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(128)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }

    private static EarlyStoppingResult<MultiLayerNetwork> train(
            MultiLayerNetwork network, DataSetIterator train, DataSetIterator validation) {
        EarlyStoppingConfiguration<MultiLayerNetwork> stopping = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .scoreCalculator(new DataSetLossCalculator(validation, true))
                .epochTerminationConditions(new ScoreImprovementEpochTerminationCondition(2))
                .modelSaver(new InMemoryModelSaver<>())
                .build();
        return new EarlyStoppingTrainer(stopping, network, train).fit();
    }
}
