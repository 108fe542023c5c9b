package org.dl4jfreeze.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.dl4jfreeze.support.TestNetworks;

/** Every dropout and every weight noise: the reference for gradient pairs is the network without it. */
final class NoisyEntries {

    private NoisyEntries() {}

    static List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        dropout(all, "dropout", new Dropout(0.6));
        dropout(all, "alpha dropout", new AlphaDropout(0.6));
        dropout(all, "gaussian dropout", new GaussianDropout(0.4));
        dropout(all, "gaussian noise", new GaussianNoise(0.3));
        noise(all, "drop connect", new DropConnect(0.7));
        noise(all, "drop connect of biases too", new DropConnect(0.7, true));
        noise(all, "additive weight noise", new WeightNoise(new NormalDistribution(0, 0.1)));
        noise(all, "multiplicative weight noise", new WeightNoise(new NormalDistribution(1, 0.1), false));
        all.add(spatial(
                "spatial dropout of images",
                InputType.convolutional(5, 5, 2),
                dropout -> new Layer[] {
                    new ConvolutionLayer.Builder(2, 2).nOut(3).build(),
                    new ConvolutionLayer.Builder(2, 2).nOut(3).dropOut(dropout).build(),
                    Nets.classes()
                },
                Data.of(Data.gaussian(2, 5, 5), Data.oneHot(3))));
        all.add(spatial(
                "spatial dropout of sequences",
                InputType.recurrent(3),
                dropout -> new Layer[] {
                    new LSTM.Builder().nOut(3).build(),
                    new LSTM.Builder().nOut(3).dropOut(dropout).build(),
                    Nets.steps()
                },
                RecurrentEntries.MASKED_STEPS));
        all.add(spatial(
                "dropout layer",
                InputType.feedForward(4),
                dropout -> new Layer[] {
                    new DenseLayer.Builder().nOut(5).build(),
                    new DropoutLayer.Builder(dropout == null ? null : new Dropout(0.5)).build(),
                    Nets.classes()
                },
                Data.of(Data.gaussian(4), Data.oneHot(3))));
        all.add(spatial(
                "dropout within bidirectional",
                InputType.recurrent(3),
                dropout -> new Layer[] {
                    new Bidirectional(new LSTM.Builder()
                            .nOut(3)
                            .dropOut(dropout == null ? null : new Dropout(0.5))
                            .weightNoise(dropout == null ? null : new DropConnect(0.7))
                            .build()),
                    Nets.steps()
                },
                RecurrentEntries.MASKED_STEPS));
        return all;
    }

    private static void dropout(List<Entry> all, String name, IDropout dropout) {
        add(all, name, base -> base.dropOut(dropout));
    }

    private static void noise(List<Entry> all, String name, IWeightNoise noise) {
        add(all, name, base -> base.weightNoise(noise));
    }

    private static void add(List<Entry> all, String name, Consumer<NeuralNetConfiguration.Builder> noise) {
        all.add(Entry.of(
                        name,
                        (type, adams) -> TestNetworks.dense(type, adams.of(type), noise),
                        Data.of(Data.gaussian(4), Data.oneHot(3)))
                .withoutNoise((type, adams) -> TestNetworks.dense(type, adams.of(type))));
        all.add(Entry.of(
                        name + ", graph",
                        (type, adams) -> TestNetworks.graph(type, adams.of(type), true, noise),
                        GraphEntries.TWO_IN_TWO_OUT)
                .withoutNoise((type, adams) -> TestNetworks.graph(type, adams.of(type), true)));
    }

    private interface NoisyLayers {
        /** Layers with some noise, or without if the dropout is null. */
        Layer[] create(IDropout dropout);
    }

    private static Entry spatial(String name, InputType input, NoisyLayers layers, Entry.Batches batches) {
        return Entry.of(name, Nets.of(input, () -> layers.create(new SpatialDropout(0.6))), batches)
                .withoutNoise(Nets.of(input, () -> layers.create(null)));
    }
}
