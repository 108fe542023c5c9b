package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.internal.covariance.CovarianceBytes;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.run.MemoryEstimate;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.Dense;
import org.dl4jfreeze.support.FrozenParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The full covariance that a listener keeps, against one that remembers every gradient. */
class FullCovarianceListenerTest {

    private static final int P = 83;

    /** Two passes over all gradients, in double. */
    private static final class Diary extends BaseTrainingListener {

        private final boolean firstExample;
        private final List<double[]> gradients = new ArrayList<>();
        private final List<double[]> differences = new ArrayList<>();

        Diary(boolean firstExample) {
            this.firstExample = firstExample;
        }

        @Override
        public void onGradientCalculation(Model model) {
            MultiLayerNetwork network = (MultiLayerNetwork) model;
            double[] mean = gradient(network, 6);
            gradients.add(mean);
            double[] first = gradient(network, 1);
            double[] difference = new double[P];
            Arrays.setAll(difference, j -> first[j] - mean[j]);
            differences.add(difference);
        }

        private static double[] gradient(MultiLayerNetwork trained, int examples) {
            MultiLayerNetwork network = Dense.network();
            network.setParams(trained.params().dup());
            network.setInput(head(trained.getInput(), examples));
            network.setLabels(head(trained.getLabels(), examples));
            network.computeGradientAndScore();
            INDArray sum = network.getFlattenedGradients();
            return sum.reshape(sum.length()).div(examples).toDoubleVector();
        }

        private static INDArray head(INDArray rows, int examples) {
            return rows.get(NDArrayIndex.interval(0, examples), NDArrayIndex.all())
                    .dup();
        }

        double entry(int i, int j) {
            if (firstExample) {
                return differences.stream()
                        .mapToDouble(d -> d[i] * d[j])
                        .average()
                        .orElseThrow();
            }
            double meanI = gradients.stream().mapToDouble(g -> g[i]).average().orElseThrow();
            double meanJ = gradients.stream().mapToDouble(g -> g[j]).average().orElseThrow();
            return gradients.stream()
                    .mapToDouble(g -> (g[i] - meanI) * (g[j] - meanJ))
                    .average()
                    .orElseThrow();
        }
    }

    static Stream<Covariance> forms() {
        return Stream.of(
                Covariance.full(),
                Covariance.full().dense(),
                Covariance.full().factored().atMost(200));
    }

    private static FreezingListener listener(FreezePlan plan, boolean firstExample, Covariance covariance) {
        return FreezingListener.builder(plan)
                .sampler(firstExample ? GradientSampler.firstExample() : GradientSampler.miniBatch())
                .covariance(covariance)
                .build();
    }

    private static void assertIsThatOf(Diary diary, FullCovariance covariance) {
        double largest = 0;
        for (int i = 0; i < P; i++) {
            largest = Math.max(largest, diary.entry(i, i));
        }
        for (int i = 0; i < P; i++) {
            for (int j = 0; j < P; j++) {
                assertThat(covariance.entry(i, j))
                        .as("entry (%d, %d)", i, j)
                        .isCloseTo(diary.entry(i, j), offset(1e-12 * largest));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void theCovarianceIsThatOfAllSamples(Covariance form) {
        for (boolean firstExample : new boolean[] {true, false}) {
            for (int iterations : new int[] {7, P + 10}) {
                MultiLayerNetwork network = Dense.network();
                Diary diary = new Diary(firstExample);
                try (FreezingListener listener = listener(FreezePlan.never(), firstExample, form)) {
                    network.setListeners(diary, listener);
                    Dense.train(network, 0, iterations);
                    assertThat(listener.covariance().samples()).isEqualTo(iterations);
                    assertIsThatOf(diary, listener.covariance());
                    assertThat(listener.covariance().diagonal().toDoubleVector())
                            .containsExactly(listener.variance().toDoubleVector(), offset(1e-15));
                }
            }
        }
    }

    @Test
    void byDefaultTheFactorsPassIntoTheMatrixWhereSamplesOutnumberParameters() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener = listener(FreezePlan.never(), true, Covariance.full());
        network.setListeners(listener);
        Dense.train(network, 0, P);
        assertThat(listener.covariance().currentForm()).isEqualTo(FullCovariance.Form.FACTORED);
        Dense.train(network, P, P + 1);
        assertThat(listener.covariance().currentForm()).isEqualTo(FullCovariance.Form.DENSE);
        listener.close();
    }

    static Stream<OrderCriterion> criteria() {
        return Stream.of(
                OrderCriterion.conditionalVariance(),
                OrderCriterion.conditionalVariance(1e-3),
                OrderCriterion.belsley(),
                OrderCriterion.belsley(1e-4, 5));
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void aPlanByAnOrderThatNeedsItKeepsItUnasked(OrderCriterion criterion) {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(9).fraction(0.5).by(criterion));
        network.setListeners(listener);
        Dense.train(network, 0, 9);
        assertThat(listener.isFrozen()).isTrue();
        FullCovariance covariance = listener.covariance();
        double lambda = covariance.ridge(criterion.ridge());
        double[] values = criterion.kind() == OrderCriterion.Kind.BELSLEY
                ? covariance.belsley(lambda).scores(criterion.threshold()).neg().toDoubleVector()
                : covariance.conditionalVariance(lambda).toDoubleVector();
        assertThat(listener.order()).isEqualTo(ParameterOrder.ascending(values));
        assertThat(listener.mask()).isEqualTo(listener.order().lowest(42));
        long[] frozen = Bits.of(network.params());
        Dense.train(network, 9, 12);
        long[] after = Bits.of(network.params());
        FrozenParameters.assertStayed(listener.mask(), frozen, after);
        assertThat(listener.covariance().samples()).isEqualTo(9);
        listener.close();
    }

    @Test
    void noMoreSamplesAreTakenThanAskedForAndTheDiagonalGoesOn() {
        MultiLayerNetwork network = Dense.network();
        Diary diary = new Diary(true);
        FreezingListener listener =
                listener(FreezePlan.never(), true, Covariance.full().atMost(4));
        network.setListeners(diary, listener);
        Dense.train(network, 0, 4);
        assertIsThatOf(diary, listener.covariance());
        double entry = listener.covariance().entry(3, 4);
        Dense.train(network, 4, 9);
        assertThat(listener.covariance().samples()).isEqualTo(4);
        assertThat(listener.covariance().entry(3, 4)).isEqualTo(entry);
        assertThat(listener.samplesTaken()).isEqualTo(9);
        listener.close();
    }

    @Test
    void theCovarianceCoversTheEligibleParameters() {
        MultiLayerNetwork network = Dense.network();
        Diary diary = new Diary(true);
        FreezingListener listener = listener(
                FreezePlan.atIteration(20).count(5).excludingLayers("layer1").excludingKinds("b"),
                true,
                Covariance.full());
        network.setListeners(diary, listener);
        Dense.train(network, 0, 8);
        FullCovariance covariance = listener.covariance();
        assertThat(diary.entry(30, 30)).as("of a parameter that is left out").isPositive();
        for (int i = 0; i < P; i++) {
            // W of layer 0 and of layer 2
            boolean takesPart = i < 24 || i >= 65 && i < 80;
            assertThat(covariance.entry(i, i))
                    .as("variance of %d", i)
                    .isCloseTo(takesPart ? diary.entry(i, i) : 0, offset(1e-15));
        }
        assertThat(covariance.entry(2, 70)).isCloseTo(diary.entry(2, 70), offset(1e-15));
        listener.close();
    }

    @Test
    void trainingIsTheSameWithIt() {
        MultiLayerNetwork with = Dense.network();
        FreezingListener full = listener(FreezePlan.atIteration(6).fraction(0.5), true, Covariance.full());
        with.setListeners(full);
        Dense.train(with, 0, 10);
        assertThat(full.mask().frozenCount()).isEqualTo(42);
        MultiLayerNetwork without = Dense.network();
        without.setListeners(listener(FreezePlan.atIteration(6).fraction(0.5), true, Covariance.diagonal()));
        Dense.train(without, 0, 10);
        assertThat(Bits.of(with.params())).containsExactly(Bits.of(without.params()));
    }

    @Test
    void closingTheListenerEndsTheCovarianceAndNothingElse() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener = listener(FreezePlan.atIteration(6).fraction(0.5), true, Covariance.full());
        network.setListeners(listener);
        Dense.train(network, 0, 3);
        FullCovariance covariance = listener.covariance();
        listener.close();
        listener.close();
        assertThatIllegalStateException().isThrownBy(listener::covariance).withMessageContaining("close()");
        assertThatIllegalStateException().isThrownBy(covariance::trace).withMessageContaining("closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> listener.orderBy(OrderCriterion.conditionalVariance()))
                .withMessageContaining("close()");
        Dense.train(network, 3, 8);
        assertThat(listener.samplesTaken()).isEqualTo(6);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.mask().frozenCount()).isEqualTo(42);
    }

    @Test
    void anOrderByNearDependenciesOfWhichThereAreNoneIsWarnedOf() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener = listener(FreezePlan.never(), true, Covariance.full());
        network.setListeners(listener);
        Dense.train(network, 0, 9);
        try (CapturedLog log = new CapturedLog()) {
            listener.orderBy(OrderCriterion.belsley(1e-4, 5));
            assertThat(log.warnings()).isEmpty();
            int[] ranks = listener.orderBy(OrderCriterion.belsley(1e-4, 1e6)).ranks();
            assertThat(log.warnings()).singleElement().asString().contains("lower ridge or threshold");
            assertThat(ranks).isSorted();
        }
        listener.close();
    }

    @Test
    void factorsWithoutBoundAreRefusedWhereThePlanGivesNone() {
        Covariance factored = Covariance.full().factored();
        assertThatNoException()
                .isThrownBy(() -> listener(FreezePlan.atIteration(5).count(1), true, factored));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> listener(FreezePlan.atEpoch(5).count(1), true, factored))
                .withMessageContaining("full().factored()")
                .withMessageContaining(".atMost(n)");
        assertThatIllegalStateException().isThrownBy(() -> Covariance.diagonal().atMost(3));
        assertThatIllegalArgumentException().isThrownBy(() -> Covariance.full().atMost(0));
    }

    @Test
    void whatThePlansOrderWillTakeIsReckonedWithBeforehand() {
        NetworkView network = NetworkView.of(Dense.network());
        FreezePlan plan = FreezePlan.atIteration(9).fraction(0.5);
        long without = needed(network, listener(plan, true, Covariance.full()));
        long conditional =
                needed(network, listener(plan.by(OrderCriterion.conditionalVariance()), true, Covariance.full()));
        long belsley = needed(
                network,
                listener(
                        plan.by(OrderCriterion.belsley()),
                        true,
                        Covariance.full().dense()));
        assertThat(without).isZero();
        assertThat(conditional).isEqualTo(CovarianceBytes.conditionalVariance(FullCovariance.Form.FACTORED, P, 9));
        assertThat(belsley)
                .isEqualTo(CovarianceBytes.belsley(FullCovariance.Form.DENSE, P, 9))
                .isGreaterThan(2L * 8 * P * P);
        long million = 1_256_080;
        assertThat(CovarianceBytes.belsley(FullCovariance.Form.FACTORED, million, 200))
                .as("with 200 samples there are 200 vectors")
                .isLessThan(100L << 20);
    }

    private static long needed(NetworkView network, FreezingListener listener) {
        return new MemoryEstimate(network, listener.registry().options()).order(1);
    }

    @Test
    void closingTheCovarianceItselfEndsItAndTrainingGoesOn() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener = listener(FreezePlan.atIteration(6).fraction(0.5), true, Covariance.full());
        network.setListeners(listener);
        Dense.train(network, 0, 3);
        try (FullCovariance covariance = listener.covariance()) {
            assertThat(covariance.isClosed()).isFalse();
            assertThat(covariance.trace()).isPositive();
        }
        Dense.train(network, 3, 8);
        assertThat(listener.samplesTaken()).isEqualTo(6);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.mask().frozenCount()).isEqualTo(42);
        assertThatIllegalStateException().isThrownBy(listener::covariance).withMessageContaining("close()");
    }

    @Test
    void aPlanWhoseCovarianceIsGivenUpSaysSo() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(5).count(3).by(OrderCriterion.conditionalVariance()));
        network.setListeners(listener);
        Dense.train(network, 0, 3);
        listener.close();
        try (CapturedLog log = new CapturedLog()) {
            Dense.train(network, 3, 8);
            assertThat(log.warnings()).singleElement().asString().contains("released by close()");
        }
        assertThat(listener.isFrozen()).isFalse();
    }

    @Test
    void fewerSamplesThanTheOrderNeedsAreRefused() {
        FreezePlan plan = FreezePlan.atIteration(5).count(3).by(OrderCriterion.conditionalVariance());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> listener(plan, false, Covariance.full().atMost(1)))
                .withMessageContaining("at most 1 samples, fewer than the 2 that the order needs");
        assertThatNoException()
                .isThrownBy(() -> listener(plan, true, Covariance.full().atMost(1)));
    }

    @Test
    void whereItIsNotKeptTheMessageSaysHow() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener = new FreezingListener(FreezePlan.never());
        network.setListeners(listener);
        Dense.train(network, 0, 3);
        assertThatIllegalStateException()
                .isThrownBy(listener::covariance)
                .withMessageContaining(".covariance(Covariance.full())");
        assertThatIllegalStateException()
                .isThrownBy(() -> listener.orderBy(OrderCriterion.belsley()))
                .withMessageContaining(".covariance(Covariance.full())");
    }
}
