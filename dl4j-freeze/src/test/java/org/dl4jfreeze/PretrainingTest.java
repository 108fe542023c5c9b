package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.variational.GaussianReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.Stacks;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layer-wise pretraining: what is frozen stays so there too, and what only it moves is not eligible. */
class PretrainingTest {

    private static final DataType TYPE = DataType.DOUBLE;
    private static final int T0 = 4;

    static Stream<Arguments> networks() {
        List<Arguments> all = new ArrayList<>();
        for (boolean graph : new boolean[] {false, true}) {
            for (boolean variational : new boolean[] {false, true}) {
                all.add(Arguments.of(graph, variational));
            }
        }
        return all.stream();
    }

    /**
     * The encoder lies between two other layers, so that its parameters begin and end within the vector. The layer below has
     * as many outputs as inputs: {@code MultiLayerNetwork.pretrainLayer} hands the network's input to the encoder, wherever
     * that is.
     */
    private static Model network(boolean graph, boolean variational) {
        Layer encoder = variational
                ? new VariationalAutoencoder.Builder()
                        .nOut(3)
                        .encoderLayerSizes(6)
                        .decoderLayerSizes(7)
                        .reconstructionDistribution(new GaussianReconstructionDistribution(Activation.TANH))
                        .build()
                : new AutoEncoder.Builder().nOut(6).corruptionLevel(0.1).build();
        return Stacks.of(
                graph,
                TYPE,
                new FreezingAdam(0.01),
                builder -> builder.weightDecay(0.1),
                InputType.feedForward(4),
                new DenseLayer.Builder().nOut(4).build(),
                encoder,
                new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nOut(3)
                        .build());
    }

    private static MultiDataSet batch(int t) {
        return TestData.dense(TYPE, 6, t);
    }

    private static void pretrain(Model model, boolean singleLayer) {
        List<DataSet> batches = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            batches.add(new DataSet(batch(t).getFeatures(0), batch(t).getLabels(0)));
        }
        ListDataSetIterator<DataSet> iterator = new ListDataSetIterator<>(batches, 6);
        if (model instanceof MultiLayerNetwork) {
            MultiLayerNetwork network = (MultiLayerNetwork) model;
            if (singleLayer) {
                network.pretrainLayer(1, iterator);
            } else {
                network.pretrain(iterator);
            }
        } else {
            ComputationGraph network = (ComputationGraph) model;
            if (singleLayer) {
                network.pretrainLayer("layer1", iterator);
            } else {
                network.pretrain(iterator);
            }
        }
    }

    private static boolean isPretrainedOnly(ParameterGroup group) {
        // of a variational autoencoder supervised training uses the mean of the code, not its deviation
        return group.name().matches("vb|d\\d.*|pXZ.*|pZXLogStd2.*");
    }

    @ParameterizedTest(name = "graph: {0}, variational: {1}")
    @MethodSource("networks")
    void frozenParametersStayWhileTheirLayerIsPretrained(boolean graph, boolean variational) {
        for (boolean singleLayer : new boolean[] {false, true}) {
            Model model = network(graph, variational);
            FreezingListener listener =
                    Training.listen(model, FreezePlan.atIteration(T0).fraction(0.6));
            Training.fit(model, 0, T0, PretrainingTest::batch);
            FreezeMask mask = listener.mask();
            long[] atT0 = Bits.of(model.params());
            pretrain(model, singleLayer);
            FrozenParameters.assertStayed(mask, atT0, Bits.of(model.params()));
            long[] pretrained = Bits.of(model.params());
            int movedOfEncoder = 0;
            for (ParameterGroup group : FreezableNetwork.of(model).groups()) {
                for (int i = group.offset(); i < group.offset() + group.length(); i++) {
                    boolean moved = pretrained[i] != atT0[i];
                    assertThat(moved && !group.layer().equals("layer1")).isFalse();
                    movedOfEncoder += moved ? 1 : 0;
                }
            }
            assertThat(movedOfEncoder).isGreaterThan(10);
            assertThat(listener.mask()).isEqualTo(mask);
            assertThat(listener.samplesTaken()).isEqualTo(T0);
            Training.fit(model, T0, T0 + 4, PretrainingTest::batch);
            FrozenParameters.assertStayed(mask, atT0, Bits.of(model.params()));
            assertThat(Bits.of(model.params())).isNotEqualTo(pretrained);
        }
    }

    @ParameterizedTest(name = "graph: {0}, variational: {1}")
    @MethodSource("networks")
    void whatOnlyPretrainingMovesTakesNoPart(boolean graph, boolean variational) {
        Model model = network(graph, variational);
        FreezingListener listener =
                Training.listen(model, FreezePlan.atIteration(T0).fraction(1));
        Training.fit(model, 0, T0, PretrainingTest::batch);
        int pretrainedOnly = 0;
        for (ParameterGroup group : FreezableNetwork.of(model).groups()) {
            assertThat(group.isFreezable()).as("%s", group).isEqualTo(!isPretrainedOnly(group));
            pretrainedOnly += group.isFreezable() ? 0 : group.length();
        }
        assertThat(pretrainedOnly).isPositive();
        assertThat(listener.order().size()).isEqualTo((int) model.params().length() - pretrainedOnly);
        assertThat(listener.mask().frozenCount()).isEqualTo(listener.order().size());
        long[] atT0 = Bits.of(model.params());
        pretrain(model, true);
        assertThat(Bits.of(model.params())).as("the rest is pretrained").isNotEqualTo(atT0);
        FrozenParameters.assertStayed(listener.mask(), atT0, Bits.of(model.params()));
    }

    @ParameterizedTest(name = "graph: {0}, variational: {1}")
    @MethodSource("networks")
    void pretrainingBeforeT0CountsNoIterationsAndTakesNoSamples(boolean graph, boolean variational) {
        Model model = network(graph, variational);
        FreezingListener listener =
                Training.listen(model, FreezePlan.atIteration(T0).fraction(0.6));
        pretrain(model, false);
        assertThat(listener.samplesTaken()).isZero();
        Training.fit(model, 0, T0 - 1, PretrainingTest::batch);
        pretrain(model, false);
        assertThat(listener.samplesTaken()).isEqualTo(T0 - 1);
        assertThat(listener.isFrozen()).isFalse();
        Training.fit(model, T0 - 1, T0, PretrainingTest::batch);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.mask().frozenCount())
                .isEqualTo((int) Math.round(0.6 * listener.order().size()));
        assertThat(listener.samplesTaken()).isEqualTo(T0);
    }

    @ParameterizedTest(name = "graph: {0}, variational: {1}")
    @MethodSource("networks")
    void frozenParametersStayAlsoIfTheirLayerWasPretrainedBeforeThereWasAListener(boolean graph, boolean variational) {
        for (boolean set : new boolean[] {false, true}) {
            Model model = network(graph, variational);
            pretrain(model, true);
            FreezingListener listener =
                    new FreezingListener(FreezePlan.atIteration(T0).fraction(0.6));
            if (set) {
                Training.setListeners(model, listener);
            } else {
                Training.addListeners(model, listener);
            }
            Training.fit(model, 0, T0, PretrainingTest::batch);
            long[] atT0 = Bits.of(model.params());
            pretrain(model, true);
            FrozenParameters.assertStayed(listener.mask(), atT0, Bits.of(model.params()));
            assertThat(Bits.of(model.params())).isNotEqualTo(atT0);
        }
    }
}
