package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.BothPaths;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;

/** What frozen bits ask for beyond the matrix: clones, several networks of one configuration, constants under clipping. */
class FrozenBitsTest {

    private static final int T0 = 8;
    private static final int ITERATIONS = 20;

    private interface Batches {
        MultiDataSet of(int t);
    }

    private static void assertFrozenBitsStay(Model network, Batches batches) {
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(T0).fraction(0.6));
        Training.fit(network, 0, T0, batches::of);
        FreezeMask mask = listener.mask();
        int participants = listener.order().size();
        assertThat(mask.frozenCount()).isEqualTo(Math.round(0.6f * participants));
        INDArray atT0 = network.params().dup();
        for (int t = T0; t < ITERATIONS; t++) {
            Training.fit(network, batches.of(t));
            FrozenParameters.assertStayed(mask, atT0, network.params());
        }
        assertThat(movedActive(network, mask, listener.order().ranks(), atT0))
                .as("share of active parameters that moved")
                .isGreaterThan(0.8);
        assertThat(network.params().castTo(DataType.DOUBLE).toDoubleVector()).doesNotContain(Double.NaN);
        assertThat(listener.mask()).isEqualTo(mask);
    }

    private static double movedActive(Model network, FreezeMask mask, int[] ranks, INDArray before) {
        int active = 0;
        int moved = 0;
        for (int i = 0; i < mask.length(); i++) {
            if (ranks[i] > 0 && !mask.isFrozen(i)) {
                active++;
                moved += network.params().getDouble(i) == before.getDouble(i) ? 0 : 1;
            }
        }
        return (double) moved / active;
    }

    @Test
    void freezingEverythingMovesNothing() {
        MultiLayerNetwork network =
                TestNetworks.dense(DataType.FLOAT, new FreezingAdam(0.01), builder -> builder.l2(0.1)
                        .weightDecay(0.1));
        Training.addListeners(
                network, new FreezingListener(FreezePlan.atIteration(3).fraction(1)));
        Training.fit(network, 0, 3, t -> TestData.dense(DataType.FLOAT, 6, t));
        long[] atT0 = Bits.of(network.params());
        Training.fit(network, 3, 10, t -> TestData.dense(DataType.FLOAT, 6, t));
        assertThat(Bits.of(network.params())).containsExactly(atT0);
    }

    private static MultiLayerNetwork frozenUnderWeightDecay() {
        MultiLayerNetwork network =
                TestNetworks.dense(DataType.FLOAT, new FreezingAdam(0.01), builder -> builder.weightDecay(0.1));
        Training.listen(network, FreezePlan.atIteration(1).fraction(0.8));
        network.fit(TestData.dense(DataType.FLOAT, 6, 0));
        return network;
    }

    @Test
    void aCloneOfAFrozenNetworkLeavesTheOriginalAlone() {
        MultiLayerNetwork original = frozenUnderWeightDecay();
        MultiLayerNetwork clone = original.clone();
        INDArray atClone = clone.params().dup();
        original.params().assign(7);
        Training.fit(clone, 1, 3, t -> TestData.dense(DataType.FLOAT, 6, t));
        assertThat(original.params().toFloatVector()).containsOnly(7);
        FrozenParameters.assertStayed(FreezableNetwork.of(clone).mask(), atClone, clone.params());
    }

    @Test
    void aListenerKeepsWhatACloneBringsFrozen() {
        MultiLayerNetwork original = frozenUnderWeightDecay();
        MultiLayerNetwork clone = original.clone();
        Training.listen(clone, FreezePlan.never());
        INDArray before = clone.params().dup();
        FreezeMask mask = FreezableNetwork.of(clone).mask();
        assertThat(mask.frozenCount()).isEqualTo(66);
        Training.fit(clone, 1, 5, t -> TestData.dense(DataType.FLOAT, 6, t));
        FrozenParameters.assertStayed(mask, before, clone.params());
    }

    @Test
    void twoNetworksOfOneConfigurationObjectKeepTheirOwnValues() {
        MultiLayerNetwork first =
                TestNetworks.dense(DataType.FLOAT, new FreezingAdam(0.01), builder -> builder.weightDecay(0.1));
        MultiLayerNetwork second = new MultiLayerNetwork(first.getLayerWiseConfigurations());
        second.init();
        second.params().muli(-1);
        for (MultiLayerNetwork network : List.of(first, second)) {
            assertFrozenBitsStay(network, t -> TestData.dense(DataType.FLOAT, 6, t));
        }
        INDArray before = first.params().dup();
        Training.fit(first, 20, 22, t -> TestData.dense(DataType.FLOAT, 6, t));
        FrozenParameters.assertStayed(FreezableNetwork.of(first).mask(), before, first.params());
    }

    @Test
    void parametersThatDl4jKeepsFixedTakeNoPart() {
        MultiLayerNetwork network = new MultiLayerNetwork(TestNetworks.base(DataType.FLOAT, new FreezingAdam(0.01))
                .weightDecay(0.1)
                .list()
                .layer(new FrozenLayerWithBackprop(
                        new DenseLayer.Builder().nIn(4).nOut(5).build()))
                .layer(TestNetworks.output(5))
                .build());
        network.init();
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(2).count(9));
        Training.fit(network, 0, 2, t -> TestData.dense(DataType.FLOAT, 6, t));
        assertThat(listener.order().size()).isEqualTo(18);
        assertThat(listener.mask().frozenCount(0, 25)).isZero();
        assertThat(listener.mask().frozenCount()).isEqualTo(9);
    }

    @Test
    void aNanGradientInOneIterationLeavesTheFrozenBitsAlone() {
        BothPaths.forEach(() -> {
            MultiLayerNetwork network = TestNetworks.dense(DataType.FLOAT, new FreezingAdam(0.01));
            FreezingListener listener =
                    Training.listen(network, FreezePlan.atIteration(3).fraction(0.5));
            Training.fit(network, 0, 3, t -> TestData.dense(DataType.FLOAT, 6, t));
            INDArray atT0 = network.params().dup();
            MultiDataSet poisoned = TestData.dense(DataType.FLOAT, 6, 99);
            poisoned.getFeatures(0).putScalar(0, Float.NaN);
            network.fit(poisoned);
            FrozenParameters.assertStayed(listener.mask(), atT0, network.params());
            assertThat(Float.isNaN(network.params().sumNumber().floatValue()))
                    .as("the active parameters did get the NaN")
                    .isTrue();
        });
    }

    @Test
    void activeParametersFollowAdamAsIfTheFrozenOnesWereConstants() {
        // reference: stock Adam, whose frozen parameters are put back after every iteration
        MultiLayerNetwork reference = TestNetworks.dense(DataType.DOUBLE, new Adam(0.01));
        MultiLayerNetwork network = TestNetworks.dense(DataType.DOUBLE, new FreezingAdam(0.01));
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(T0).fraction(0.7));
        double[] atT0 = null;
        for (int t = 0; t < ITERATIONS; t++) {
            MultiDataSet batch = TestData.dense(DataType.DOUBLE, 6, t);
            network.fit(batch);
            reference.fit(batch);
            if (t + 1 == T0) {
                atT0 = reference.params().toDoubleVector();
            } else if (t + 1 > T0) {
                FrozenParameters.restore(listener.mask(), reference.params(), atT0);
            }
        }
        assertThat(listener.mask().frozenCount()).isEqualTo(58);
        assertThat(network.params().toDoubleVector())
                .containsExactly(reference.params().toDoubleVector(), within(1e-14));
    }

    @Test
    void frozenGradientsCountAsConstantsWhenALayersGradientIsClipped() {
        // two networks that differ in the frozen parameters' gradients only: one has a huge L2 penalty on top, which
        // clipping
        // does not see, and a poisoned input column that reaches nothing but frozen weights
        MultiLayerNetwork clean = clipped();
        MultiLayerNetwork poisoned = clipped();
        FreezeMask.Builder firstColumnOfInputs = new FreezeMask.Builder(83);
        for (int unit = 0; unit < 6; unit++) {
            firstColumnOfInputs.freeze(unit * 4);
        }
        for (MultiLayerNetwork network : List.of(clean, poisoned)) {
            for (int unit = 0; unit < 6; unit++) {
                network.params().putScalar(unit * 4, 0);
            }
            FreezingListener listener =
                    Training.listen(network, FreezePlan.atIteration(1).count(0));
            Training.fit(network, 0, 1, t -> zeroFirstInput(t, 0));
            FreezableNetwork.of(network).freeze(firstColumnOfInputs.build());
        }
        Training.fit(clean, 1, 6, t -> zeroFirstInput(t, 0));
        Training.fit(poisoned, 1, 6, t -> zeroFirstInput(t, 1000));
        assertThat(Bits.of(poisoned.params())).containsExactly(Bits.of(clean.params()));
    }

    private static MultiLayerNetwork clipped() {
        return TestNetworks.dense(DataType.FLOAT, new FreezingAdam(0.01), builder -> builder.gradientNormalization(
                        GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(0.05));
    }

    /** The first input is a constant; its weights are 0, so that it has no effect but on their own gradient. */
    private static MultiDataSet zeroFirstInput(int t, double value) {
        MultiDataSet data = TestData.dense(DataType.FLOAT, 6, t);
        data.getFeatures(0).getColumn(0).assign(value);
        return data;
    }
}
