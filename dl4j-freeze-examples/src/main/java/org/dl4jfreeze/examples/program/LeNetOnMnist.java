package org.dl4jfreeze.examples.program;

import java.io.PrintStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.model.LeNet;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Trains LeNet on MNIST, with 80 % of the parameters frozen after half of the epochs, and compares it with the same training
 * without freezing. At t0 the listener logs at INFO how many parameters of each layer it froze.
 */
public final class LeNetOnMnist {

    private static final int EPOCHS_BEFORE = 2;
    private static final int EPOCHS_AFTER = 2;

    private LeNetOnMnist() {}

    public static void main(String[] args) {
        run(3_200, 2_000, System.out);
    }

    static void run(int trainImages, int testImages, PrintStream out) {
        DataSetIterator train = Digits.train(trainImages, 64);
        DataSetIterator test = Digits.test(testImages);
        out.printf("LeNet on MNIST: %d training and %d test images%n%n", trainImages, testImages);

        MultiLayerNetwork freezing = leNet(new FreezingAdam(1e-3));
        FreezingListener listener =
                new FreezingListener(FreezePlan.atEpoch(EPOCHS_BEFORE).fraction(0.8));
        freezing.addListeners(listener);
        MultiLayerNetwork plain = leNet(new Adam(1e-3));
        Watch with = new Watch(freezing, EPOCHS_BEFORE);
        Watch without = new Watch(plain, EPOCHS_BEFORE);
        for (int epoch = 0; epoch < EPOCHS_BEFORE + EPOCHS_AFTER; epoch++) {
            freezing.fit(train);
            plain.fit(train);
        }

        Comparison comparison = new Comparison(out);
        comparison.accuracy("test accuracy at t0", test, with.atT0(), without.atT0());
        comparison.accuracy("test accuracy at the end", test, freezing, plain);
        comparison.row("seconds per iteration up to t0", with.secondsBefore(), without.secondsBefore());
        comparison.row("seconds per iteration after t0", with.secondsAfter(), without.secondsAfter());
        comparison.changes(listener.mask(), with.atT0(), freezing);
    }

    private static MultiLayerNetwork leNet(IUpdater updater) {
        return (MultiLayerNetwork) LeNet.builder()
                .seed(1)
                .inputShape(new int[] {1, 28, 28})
                .numClasses(10)
                .updater(updater)
                .build()
                .init();
    }
}
