package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Stacks;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.Training;
import org.dl4jfreeze.support.UpdaterStates;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Extreme plans, networks and uses: what happens is what a user would expect. */
class FaultsTest {

    private static final DataType TYPE = DataType.DOUBLE;
    private static final int T0 = 4;
    private static final int END = 8;

    private static Model network(NetworkKind kind, FreezingListener listener) {
        Model model = kind.network(new FreezingAdam(0.01));
        Training.addListeners(model, listener);
        return model;
    }

    private static int size(Model model) {
        return Math.toIntExact(model.params().length());
    }

    @ParameterizedTest
    @EnumSource
    void freezingNothingIsNotFreezing(NetworkKind kind) {
        for (FreezePlan plan : List.of(
                FreezePlan.atIteration(T0).count(0), FreezePlan.atIteration(T0).fraction(0))) {
            FreezingListener listener = new FreezingListener(plan);
            Model model = network(kind, listener);
            kind.train(model, 0, END);
            Model without = kind.network(new FreezingAdam(0.01));
            kind.train(without, 0, END);
            assertThat(Bits.of(model.params())).containsExactly(Bits.of(without.params()));
            assertThat(listener.mask().isAnyFrozen()).isFalse();
            assertThat(listener.order().size()).as("the plan was carried out").isEqualTo(size(model));
            assertThat(listener.samplesTaken()).isEqualTo(T0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void freezingEverythingStopsTheNetworkAndThawingLetsItGo(NetworkKind kind) {
        int p = size(kind.network(new FreezingAdam()));
        for (FreezePlan plan : List.of(
                FreezePlan.atIteration(T0).count(p), FreezePlan.atIteration(T0).fraction(1))) {
            FreezingListener listener = new FreezingListener(plan);
            Model model = network(kind, listener);
            kind.train(model, 0, T0);
            long[] atT0 = Bits.of(model.params());
            kind.train(model, T0, END);
            assertThat(Bits.of(model.params())).containsExactly(atT0);
            assertThat(listener.mask().frozenCount()).isEqualTo(p);
            listener.thaw();
            kind.train(model, T0, T0 + 1);
            assertThat(Bits.of(model.params())).isNotEqualTo(atT0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCountAboveTheNetworksSizeIsRefusedBeforeTheFirstUpdate(NetworkKind kind) {
        int p = size(kind.network(new FreezingAdam()));
        Model model =
                network(kind, new FreezingListener(FreezePlan.atIteration(T0).count(p + 1)));
        long[] before = Bits.of(model.params());
        assertThatThrownBy(() -> kind.train(model, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(p + 1))
                .hasMessageContaining("[0," + p + "]");
        assertThat(Bits.of(model.params())).containsExactly(before);
    }

    /** Fails on its way back through single examples, which only a sample does, when the layers above are done. */
    public static final class FailingTanH extends ActivationTanH {

        private static final long serialVersionUID = 1L;
        private static boolean fails;

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            if (fails && in.size(0) == 1) {
                throw new IllegalStateException("in the middle of a sample");
            }
            return super.backprop(in, epsilon);
        }
    }

    @ParameterizedTest(name = "graph: {0}")
    @ValueSource(booleans = {false, true})
    void aSampleThatFailsInTheMiddleLeavesNothingWhereTheMaskIsStored(boolean graph) {
        Model model = Stacks.of(
                graph,
                DataType.FLOAT,
                new FreezingAdam(0.01),
                InputType.convolutional(8, 8, 2),
                new ConvolutionLayer.Builder(3, 3)
                        .nOut(3)
                        .activation(new FailingTanH())
                        .build(),
                new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nOut(3)
                        .build());
        FreezingListener listener =
                Training.listen(model, FreezePlan.atIteration(T0).fraction(0.5));
        Training.fit(model, 0, 1, t -> TestData.convolution(DataType.FLOAT, 6, t));
        FailingTanH.fails = true;
        try {
            assertThatThrownBy(() -> Training.fit(model, TestData.convolution(DataType.FLOAT, 6, 1)))
                    .hasStackTraceContaining("in the middle of a sample");
        } finally {
            FailingTanH.fails = false;
        }
        assertThat(UpdaterStates.of(model, "FROZEN")).containsOnly(0);
        assertThat(FreezableNetwork.of(model).mask().isAnyFrozen()).isFalse();
        Training.fit(model, 1, T0 + 1, t -> TestData.convolution(DataType.FLOAT, 6, t));
        assertThat(listener.mask().frozenCount()).isEqualTo((int) Math.round(0.5 * size(model)));
    }

    private static Model oneParameter(boolean graph) {
        return Stacks.of(
                graph,
                TYPE,
                new FreezingAdam(0.01),
                InputType.feedForward(1),
                new OutputLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .hasBias(false)
                        .nOut(1)
                        .build());
    }

    private static MultiDataSet line(int t) {
        double[] x = {t + 1, 2, -1, 0.5 * t};
        double[] y = {3, 2, -4, t};
        return new MultiDataSet(
                Nd4j.createFromArray(x).reshape(4, 1), Nd4j.createFromArray(y).reshape(4, 1));
    }

    @ParameterizedTest(name = "graph: {0}")
    @ValueSource(booleans = {false, true})
    void aNetworkOfOneParameterIsFrozenOrNot(boolean graph) {
        for (int k = 0; k <= 1; k++) {
            for (GradientSampler sampler : List.of(GradientSampler.firstExample(), GradientSampler.miniBatch())) {
                Model model = oneParameter(graph);
                assertThat(size(model)).isEqualTo(1);
                FreezingListener listener = FreezingListener.builder(
                                FreezePlan.atIteration(T0).count(k))
                        .sampler(sampler)
                        .build();
                Training.addListeners(model, listener);
                Training.fit(model, 0, T0, FaultsTest::line);
                double atT0 = model.params().getDouble(0);
                Training.fit(model, T0, END, FaultsTest::line);
                assertThat(listener.order().size()).isEqualTo(1);
                assertThat(listener.variance().getDouble(0)).isPositive();
                assertThat(listener.mask().isFrozen(0)).isEqualTo(k == 1);
                assertThat(model.params().getDouble(0) == atT0).isEqualTo(k == 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aListenerKeepsNoDiscardedNetworkAlive(NetworkKind kind) {
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(T0).fraction(0.5));
        List<WeakReference<Object>> discarded = new ArrayList<>();
        // one that is gone before the next one comes would be forgotten
        List<Model> held = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Model model = network(kind, listener);
            held.add(model);
            kind.train(model, 0, i == 1 ? 2 : END);
            discarded.add(new WeakReference<>(model));
            discarded.add(new WeakReference<>(
                    UpdaterStates.updater(model).getUpdaterBlocks().get(0).getGradientUpdater()));
        }
        held.clear();
        // DL4J's own caches, of this thread, are filled by another network
        kind.train(kind.network(new FreezingAdam(0.01)), 0, 1);
        for (int i = 0; i < 200 && discarded.stream().anyMatch(each -> each.get() != null); i++) {
            System.gc();
        }
        assertThat(discarded).hasSize(6).allSatisfy(each -> assertThat(each.get())
                .isNull());
        assertThat(listener.isFrozen()).as("it still answers for the first").isTrue();
        assertThat(listener.mask().frozenCount()).isPositive();
        assertThat(listener.order().size()).isPositive();
        assertThat(listener.samplesTaken()).isEqualTo(T0);
        assertThatThrownBy(listener::variance)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no longer exists");
        Model next = network(kind, listener);
        kind.train(next, 0, END);
        assertThat(FreezableNetwork.of(next).mask().isAnyFrozen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatHasSeenNoNetworkSaysSo(NetworkKind kind) {
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(T0).fraction(0.5));
        network(kind, listener);
        List<Runnable> questions = List.of(
                listener::variance,
                listener::mask,
                listener::order,
                () -> listener.orderBy(org.dl4jfreeze.OrderCriterion.magnitude()));
        for (Runnable question : questions) {
            assertThatThrownBy(question::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has not seen a network yet")
                    .hasMessageContaining("train at least one iteration");
        }
        assertThat(listener.isFrozen()).isFalse();
        assertThat(listener.samplesTaken()).isZero();
        assertThatThrownBy(listener::thaw)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing to thaw");
    }
}
