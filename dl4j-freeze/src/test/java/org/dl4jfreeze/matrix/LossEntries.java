package org.dl4jfreeze.matrix;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossMixtureDensity;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;

/** Every loss, alone and after batch normalisation, with and without label masks. */
final class LossEntries {

    private static final Data.Arrays CLASSES = Data.oneHot(3);
    private static final Data.Arrays MASK = Data.fixed(new double[] {1, 0, 1, 0.5}, 4, 1);

    private LossEntries() {}

    static List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        for (LossFunction loss : LossFunction.values()) {
            switch (loss) {
                case MCXENT:
                case NEGATIVELOGLIKELIHOOD:
                    add(all, "loss " + loss.name(), loss.getILossFunction(), Activation.SOFTMAX, 3, CLASSES);
                    break;
                case SPARSE_MCXENT:
                    add(all, "loss " + loss.name(), loss.getILossFunction(), Activation.SOFTMAX, 3, Data.indices(3, 1));
                    break;
                case HINGE:
                case SQUARED_HINGE:
                case COSINE_PROXIMITY:
                case WASSERSTEIN:
                    add(all, "loss " + loss.name(), loss.getILossFunction(), Activation.TANH, 3, Data.gaussian(3));
                    break;
                case SQUARED_LOSS:
                case RECONSTRUCTION_CROSSENTROPY:
                    // names without a loss function, or without one of their own
                    break;
                default:
                    add(all, "loss " + loss.name(), loss.getILossFunction(), Activation.SIGMOID, 3, Data.positive(3));
            }
        }
        add(
                all,
                "multi-label loss",
                new LossMultiLabel(),
                Activation.TANH,
                3,
                Data.fixed(new double[] {1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 1}, 4, 3));
        add(
                all,
                "mixture density",
                LossMixtureDensity.builder().gaussians(2).labelWidth(2).build(),
                Activation.TANH,
                8,
                Data.gaussian(2));
        all.stream()
                .filter(entry ->
                        entry.name().startsWith("multi-label") || entry.name().startsWith("mixture"))
                .forEach(entry -> entry.pairsIn(DataType.FLOAT));
        return all;
    }

    /** Those that are more than a loss function, or have no gradient of a single example. */
    static List<Entry> special() {
        List<Entry> all = new ArrayList<>();
        all.add(Entry.of(
                        "F measure",
                        network(new LossFMeasure(), Activation.SOFTMAX, 2),
                        Data.of(Data.gaussian(4), Data.oneHot(2)))
                .refused("the loss is not a sum over examples"));
        add(all, "centre loss", CLASSES, LossEntries::centreLoss);
        all.add(Entry.of(
                        "one-class network",
                        Nets.of(InputType.feedForward(4), () ->
                                new Layer[] {new DenseLayer.Builder().nOut(5).build(), oneClass()}),
                        Data.of(Data.gaussian(4), Data.positive(1)))
                .refused("OCNNOutputLayer"));
        return all;
    }

    private interface LossFactory {
        Layer create();
    }

    private static void add(
            List<Entry> all, String name, ILossFunction loss, Activation activation, int outputs, Data.Arrays labels) {
        add(all, name, labels, () -> Nets.output(loss, activation, outputs));
    }

    private static void add(List<Entry> all, String name, Data.Arrays labels, LossFactory loss) {
        Entry.Networks plain = Nets.of(InputType.feedForward(4), () ->
                new Layer[] {new DenseLayer.Builder().nOut(5).build(), loss.create()});
        Entry.Networks normalised = Nets.of(InputType.feedForward(4), () ->
                new Layer[] {new DenseLayer.Builder().nOut(5).build(), new BatchNormalization(), loss.create()});
        all.add(Entry.of(name, plain, Data.of(Data.gaussian(4), labels)));
        if (name.startsWith("centre")) {
            all.add(Entry.of(name + ", masked", plain, Data.of(Data.gaussian(4), labels, null, MASK)));
        }
        all.add(Entry.of(
                name + " after batch norm, masked", normalised, Data.of(Data.gaussian(4), labels, null, MASK)));
    }

    private static Entry.Networks network(ILossFunction loss, Activation activation, int outputs) {
        return Nets.of(InputType.feedForward(4), () ->
                new Layer[] {new DenseLayer.Builder().nOut(5).build(), Nets.output(loss, activation, outputs)});
    }

    private static Layer centreLoss() {
        return new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(3)
                .build();
    }

    private static Layer oneClass() {
        return new OCNNOutputLayer.Builder()
                .hiddenLayerSize(3)
                .nIn(5)
                .windowSize(100)
                .activation(Activation.TANH.getActivationFunction())
                .build();
    }
}
