package org.dl4jfreeze.matrix;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.dl4jfreeze.support.TestNetworks;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Layers on sequences, with masks, and truncated back-propagation. Not {@code SimpleRnn} with layer norm, which fails in
 * DL4J 1.0.0-M2.1 ("Indices are out of range: Cannot get interval index Interval(b=0,e=4,s=1) on array with size(0)=1").
 */
// deprecated in DL4J, and still there to be frozen
@SuppressWarnings("deprecation")
final class RecurrentEntries {

    static final int STEPS = 6;
    static final Entry.Batches MASKED_STEPS =
            Data.of(Data.gaussian(3, STEPS), Data.oneHot(2, STEPS), Data.mask(STEPS), Data.mask(STEPS));

    private static final InputType INPUT = InputType.recurrent(3);
    private static final Entry.Batches PLAIN_STEPS = Data.of(Data.gaussian(3, STEPS), Data.oneHot(2, STEPS));
    private static final Entry.Batches FEATURES_MASKED =
            Data.of(Data.gaussian(3, STEPS), Data.oneHot(2, STEPS), Data.mask(STEPS), null);
    private static final Entry.Batches ONE_LABEL =
            Data.of(Data.gaussian(3, STEPS), Data.oneHot(3), Data.mask(STEPS), null);

    private RecurrentEntries() {}

    static List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        hidden(all, "LSTM", RecurrentEntries::lstm);
        hidden(all, "Graves LSTM", () -> new GravesLSTM.Builder().nOut(4).build());
        hidden(all, "simple recurrent layer", () -> new SimpleRnn.Builder()
                .nOut(4)
                .build());
        hidden(all, "Graves bidirectional LSTM", () -> new GravesBidirectionalLSTM.Builder()
                .nOut(4)
                .build());
        for (Bidirectional.Mode mode : Bidirectional.Mode.values()) {
            hidden(all, "bidirectional " + mode, () -> new Bidirectional(mode, lstm()));
        }
        hidden(all, "dense in every step", () -> new DenseLayer.Builder()
                .nOut(4)
                .build());
        hidden(
                all,
                "time-distributed dense",
                () -> new TimeDistributed(
                        new DenseLayer.Builder().nIn(3).nOut(4).build(), RNNFormat.NCW));
        hidden(all, "mask-zero LSTM", () -> new MaskZeroLayer.Builder()
                .setUnderlying(lstm())
                .setMaskValue(0)
                .build());
        addPooled(all);
        all.add(Entry.of(
                "loss per step without parameters",
                Nets.of(INPUT, () -> new Layer[] {new LSTM.Builder().nOut(2).build(), lossOfSteps()}),
                MASKED_STEPS));
        all.add(Entry.of(
                "feature mask alone on a loss without parameters",
                Nets.of(INPUT, () -> new Layer[] {new LSTM.Builder().nOut(2).build(), lossOfSteps()}),
                FEATURES_MASKED));
        all.add(Entry.of(
                "feature mask alone after batch norm",
                Nets.of(INPUT, () -> new Layer[] {
                    lstm(),
                    dense(),
                    new BatchNormalization(),
                    new LSTM.Builder().nOut(2).build(),
                    lossOfSteps()
                }),
                FEATURES_MASKED));
        all.add(Entry.of(
                "mask per output",
                Nets.of(INPUT, () -> new Layer[] {lstm(), outputsApart()}),
                Data.of(Data.gaussian(3, STEPS), Data.oneHot(2, STEPS), null, Data.indices(2, 2, STEPS))));
        all.add(Entry.of(
                "mask per output after batch norm",
                Nets.of(INPUT, () -> new Layer[] {lstm(), dense(), new BatchNormalization(), outputsApart()}),
                Data.of(Data.gaussian(3, STEPS), Data.oneHot(2, STEPS), null, Data.indices(2, 2, STEPS))));
        all.add(Entry.of(
                "sequences of one step, masked",
                Nets.of(INPUT, () -> new Layer[] {lstm(), Nets.steps()}),
                Data.of(Data.gaussian(3, 1), Data.oneHot(2, 1), null, Data.fixed(new double[] {1, 0, 1, 1}, 4, 1))));
        all.add(Entry.of(
                "batch norm with steps first",
                Nets.of(InputType.recurrent(3, RNNFormat.NWC), () -> new Layer[] {
                    new DenseLayer.Builder().nOut(3).build(),
                    new BatchNormalization(),
                    new LSTM.Builder().nOut(4).dataFormat(RNNFormat.NWC).build(),
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                            .activation(Activation.SOFTMAX)
                            .nOut(2)
                            .dataFormat(RNNFormat.NWC)
                            .build()
                }),
                Data.of(
                        Data.permuted(Data.gaussian(3, STEPS), 0, 2, 1),
                        Data.permuted(Data.oneHot(2, STEPS), 0, 2, 1))));
        addTruncated(all);
        return all;
    }

    private interface LayerFactory {
        Layer create();
    }

    private static void hidden(List<Entry> all, String name, LayerFactory layer) {
        all.add(Entry.of(name, Nets.of(INPUT, () -> new Layer[] {layer.create(), Nets.steps()}), PLAIN_STEPS));
        all.add(Entry.of(
                name + ", masked", Nets.of(INPUT, () -> new Layer[] {layer.create(), Nets.steps()}), MASKED_STEPS));
    }

    private static void addPooled(List<Entry> all) {
        all.add(Entry.of(
                "last step, masked",
                Nets.of(INPUT, () -> new Layer[] {new LastTimeStep(lstm()), Nets.classes()}),
                ONE_LABEL));
        all.add(Entry.of(
                "last step of bidirectional, masked",
                Nets.of(INPUT, () -> new Layer[] {new LastTimeStep(new Bidirectional(lstm())), Nets.classes()}),
                ONE_LABEL));
        all.add(Entry.of(
                "pooled sequences, masked",
                Nets.of(INPUT, () -> new Layer[] {lstm(), new GlobalPoolingLayer(), Nets.classes()}),
                ONE_LABEL));
        all.add(
                Entry.of(
                        "pooled sequences after batch norm, masked",
                        Nets.of(INPUT, () -> new Layer[] {
                            lstm(), dense(), new BatchNormalization(), new GlobalPoolingLayer(), Nets.classes()
                        }),
                        ONE_LABEL));
        all.add(Entry.of(
                "embedded sequences, pooled",
                Nets.of(InputType.recurrent(5, STEPS), () -> new Layer[] {
                    new EmbeddingSequenceLayer.Builder()
                            .nIn(5)
                            .nOut(3)
                            .inputLength(STEPS)
                            .build(),
                    lstm(),
                    new GlobalPoolingLayer(),
                    Nets.classes()
                }),
                Data.of(Data.indices(5, STEPS), Data.oneHot(3))));
    }

    private static void addTruncated(List<Entry> all) {
        truncated(all, "truncated LSTM", RecurrentEntries::lstm);
        truncated(all, "truncated Graves LSTM", () -> new GravesLSTM.Builder()
                .nOut(4)
                .build());
        truncated(all, "truncated simple recurrent layer", () -> new SimpleRnn.Builder()
                .nOut(4)
                .build());
        all.add(Entry.of(
                "truncated batch norm",
                truncated(() -> new Layer[] {lstm(), dense(), new BatchNormalization(), lstm(), Nets.steps()}),
                MASKED_STEPS));
        all.add(Entry.of(
                        "truncated LSTM fixed by DL4J",
                        truncated(() -> new Layer[] {
                            new FrozenLayerWithBackprop(
                                    new LSTM.Builder().nIn(3).nOut(4).build()),
                            lstm(),
                            Nets.steps()
                        }),
                        MASKED_STEPS)
                .refused("wrapped recurrent layer \"layer0\""));
        all.add(Entry.of(
                "truncated LSTM, graph",
                Nets.graph(
                        vertices -> vertices.addInputs("in")
                                .addLayer("lstm", lstm(), "in")
                                .addLayer("again", lstm(), "lstm")
                                .addLayer("out", Nets.steps(), "again")
                                .setOutputs("out")
                                .backpropType(BackpropType.TruncatedBPTT)
                                .tBPTTLength(3),
                        INPUT),
                MASKED_STEPS));
    }

    private static void truncated(List<Entry> all, String name, LayerFactory layer) {
        all.add(Entry.of(name, truncated(() -> new Layer[] {layer.create(), lstm(), Nets.steps()}), MASKED_STEPS));
    }

    private static Entry.Networks truncated(Nets.Layers layers) {
        return (type, adams) -> {
            NeuralNetConfiguration.ListBuilder list =
                    TestNetworks.base(type, adams.of(type)).list(layers.create());
            list.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(3);
            return Nets.multiLayer(list, INPUT);
        };
    }

    static Layer lstm() {
        return new LSTM.Builder().nOut(4).build();
    }

    private static Layer dense() {
        return new DenseLayer.Builder().nOut(4).build();
    }

    /** Masks per output ask for outputs that don't depend on each other. */
    private static Layer outputsApart() {
        return new RnnOutputLayer.Builder(LossFunction.XENT)
                .activation(Activation.SIGMOID)
                .nOut(2)
                .build();
    }

    private static Layer lossOfSteps() {
        return new RnnLossLayer.Builder(LossFunction.MSE)
                .activation(Activation.IDENTITY)
                .build();
    }
}
