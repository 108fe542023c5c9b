package org.dl4jfreeze.examples.program;

import java.io.PrintStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.MaskTransfer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Adapts a network that was trained on the digits 0 to 4 with stock Adam to the digits 5 to 9, with 90 % of the parameters below
 * the output layer frozen, and compares it with the same adaptation without freezing.
 */
public final class TransferToNewDigits {

    private static final int EPOCHS = 2; // on the new digits

    private TransferToNewDigits() {}

    public static void main(String[] args) {
        run(6_400, 4_000, System.out);
    }

    static void run(int trainImages, int testImages, PrintStream out) {
        DataSetIterator oldDigits = Digits.train(0, 4, trainImages, 64);
        DataSetIterator oldTest = Digits.test(0, 4, testImages);
        out.printf("Digits 0-4, then 5-9: %d training and %d test images of each%n%n", trainImages, testImages);
        MultiLayerNetwork plain = network();
        plain.fit(oldDigits); // the network that exists, trained with stock Adam

        MultiLayerNetwork freezing = FreezingAdam.equip(plain.clone());
        FreezingListener listener =
                new FreezingListener(FreezePlan.atEpoch(1).fraction(0.9).excludingLayers("output"));
        freezing.addListeners(listener);
        Watch with = new Watch(freezing, 1);
        Watch without = new Watch(plain, 1);
        freezing.fit(oldDigits);
        plain.fit(oldDigits);
        Comparison comparison = new Comparison(out);
        comparison.accuracy("0-4: test accuracy at t0", oldTest, freezing, plain);
        comparison.row("0-4: seconds per iteration up to t0", with.secondsBefore(), without.secondsBefore());

        DataSetIterator newDigits = Digits.train(5, 9, trainImages, 64);
        DataSetIterator newTest = Digits.test(5, 9, testImages);
        MultiLayerNetwork adapted = withNewOutput(freezing);
        FreezeMask mask = MaskTransfer.carryOver(freezing, adapted); // TransferLearning drops the mask
        MultiLayerNetwork plainAdapted = withNewOutput(plain);
        MultiLayerNetwork beginning = adapted.clone();
        comparison.accuracy("5-9: test accuracy, not adapted", newTest, adapted, plainAdapted);
        with = new Watch(adapted, EPOCHS);
        without = new Watch(plainAdapted, EPOCHS);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            adapted.fit(newDigits);
            plainAdapted.fit(newDigits);
        }
        comparison.accuracy("5-9: test accuracy, adapted", newTest, adapted, plainAdapted);
        comparison.row("5-9: seconds per iteration", with.secondsBefore(), without.secondsBefore());
        comparison.changes(mask, beginning, adapted);
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(5, 5).stride(2, 2).nOut(16).build())
                .layer(new DenseLayer.Builder().nOut(128).build())
                .layer(new OutputLayer.Builder()
                        .name("output")
                        .nOut(5)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutionalFlat(28, 28, 1))
                .build());
        network.init();
        return network;
    }

    private static MultiLayerNetwork withNewOutput(MultiLayerNetwork network) {
        return new TransferLearning.Builder(network)
                .nOutReplace(2, 5, WeightInit.XAVIER)
                .build();
    }
}
