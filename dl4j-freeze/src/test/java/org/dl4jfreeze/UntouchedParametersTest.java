package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.BothPaths;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Parameters without a gradient in any sample: they are named, and {@code excludingUntouched()} leaves them out. */
class UntouchedParametersTest {

    private static final int P = 83;
    private static final int T0 = 5;
    /** The weights of the third input, which is always 0: W of 4 x 6 is stored column by column. */
    private static final int[] UNTOUCHED =
            IntStream.range(0, 6).map(output -> 4 * output + 2).toArray();

    private static final FreezePlan PLAN =
            FreezePlan.atIteration(T0).fraction(0.5).excludingUntouched();

    private static MultiDataSet batch(DataType type, int t) {
        MultiDataSet batch = TestData.dense(type, 6, t);
        batch.getFeatures(0).get(NDArrayIndex.all(), NDArrayIndex.point(2)).assign(0);
        return batch;
    }

    private static void train(MultiLayerNetwork network, int from, int to) {
        for (int t = from; t < to; t++) {
            network.fit(batch(network.params().dataType(), t));
        }
    }

    private static MultiLayerNetwork network(DataType type, FreezingListener listener) {
        MultiLayerNetwork network = TestNetworks.dense(type, new FreezingAdam(0.01, 0.9, 0.999, 1e-3));
        network.addListeners(listener);
        return network;
    }

    private static FreezingListener listener(FreezePlan plan, GradientSampler sampler) {
        return FreezingListener.builder(plan).sampler(sampler).build();
    }

    private static long frozenOf(int[] parameters, FreezingListener listener) {
        return Arrays.stream(parameters).filter(listener.mask()::isFrozen).count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT", "DOUBLE", "HALF"})
    void theyAreNamedAtT0WithTheirLayer(String type) {
        for (GradientSampler sampler : new GradientSampler[] {
            GradientSampler.firstExample(), GradientSampler.miniBatch(), GradientSampler.wholeBatch()
        }) {
            BothPaths.forEach(() -> {
                FreezingListener listener = listener(FreezePlan.atIteration(T0).fraction(0.5), sampler);
                try (CapturedLog log = new CapturedLog()) {
                    train(network(DataType.valueOf(type), listener), 0, T0 + 2);
                    assertThat(log.infos())
                            .filteredOn(line -> line.contains("gradient in"))
                            .singleElement()
                            .asString()
                            .startsWith("6 parameters of layer layer0 have had no gradient in 5 samples, of 30")
                            .contains("excludingUntouched()");
                    assertThat(log.warnings()).noneMatch(line -> line.contains("variance of 0"));
                }
                assertThat(frozenOf(UNTOUCHED, listener)).as("frozen first").isEqualTo(6);
            });
        }
    }

    @Test
    void theyAreNeitherOrderedNorFrozenAndFractionsAreOfTheRest() {
        for (OrderCriterion criterion :
                new OrderCriterion[] {OrderCriterion.gradientVariance(), OrderCriterion.random(3)}) {
            FreezingListener listener = listener(PLAN.by(criterion), GradientSampler.firstExample());
            train(network(DataType.FLOAT, listener), 0, T0 + 2);
            assertThat(listener.mask().frozenCount()).as("half of 77").isEqualTo(39);
            assertThat(frozenOf(UNTOUCHED, listener)).isZero();
            assertThat(listener.order().size()).isEqualTo(P - 6);
            assertThat(listener.order().lowest(39)).isEqualTo(listener.mask());
            assertThat(listener.orderBy(OrderCriterion.magnitude()).size()).isEqualTo(P - 6);
        }
    }

    @Test
    void aCountIsAtMostTheRest() {
        for (FreezePlan plan : new FreezePlan[] {
            FreezePlan.atIteration(T0).count(80),
            FreezePlan.atIteration(T0)
                    .count(10)
                    .then(FreezePlan.atIteration(T0 + 1).count(P)),
            FreezePlan.atIteration(T0).varianceShare(1)
        }) {
            FreezingListener listener = listener(plan.excludingUntouched(), GradientSampler.firstExample());
            train(network(DataType.FLOAT, listener), 0, T0 + 2);
            assertThat(listener.mask().frozenCount()).isEqualTo(P - 6);
            assertThat(frozenOf(UNTOUCHED, listener)).isZero();
        }
        assertThatThrownBy(() -> train(
                        network(
                                DataType.FLOAT,
                                new FreezingListener(
                                        FreezePlan.atIteration(T0).count(P + 1).excludingUntouched())),
                        0,
                        1))
                .hasMessageContaining("only 83 eligible parameters");
    }

    @Test
    void withoutAnyGradientNothingIsFrozen() {
        FreezingListener listener = listener(PLAN, GradientSampler.firstExample());
        MultiLayerNetwork network = network(DataType.FLOAT, listener);
        for (int t = 0; t < T0 + 1; t++) {
            MultiDataSet batch = batch(DataType.FLOAT, t);
            network.fit(TestData.withMasks(batch, null, Nd4j.zeros(DataType.FLOAT, 6, 1)));
        }
        assertThat(listener.isFrozen()).as("carried out").isTrue();
        assertThat(listener.mask().isAnyFrozen()).isFalse();
        assertThat(listener.order().size()).isZero();
    }

    @Test
    void reorderingConsidersWhatHasHadAGradientByThen() {
        FreezePlan plan =
                FreezePlan.atIteration(T0).fraction(1).excludingUntouched().reorderedEvery(2);
        FreezingListener listener = listener(plan, GradientSampler.firstExample());
        MultiLayerNetwork network = network(DataType.FLOAT, listener);
        train(network, 0, T0);
        assertThat(listener.mask().frozenCount()).isEqualTo(P - 6);
        network.fit(TestData.dense(DataType.FLOAT, 6, 1));
        network.fit(TestData.dense(DataType.FLOAT, 6, 2));
        assertThat(listener.mask().frozenCount()).isEqualTo(P);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, T0, T0 + 1})
    void aCheckpointRemembersThem(int savedAfter, @TempDir Path folder) throws IOException {
        for (FreezePlan plan : new FreezePlan[] {
            PLAN,
            PLAN.by(OrderCriterion.random(5)),
            PLAN.by(OrderCriterion.magnitude()).reorderedEvery(3)
        }) {
            FreezingListener listener = listener(plan, GradientSampler.firstExample());
            MultiLayerNetwork network = network(DataType.FLOAT, listener);
            train(network, 0, savedAfter);
            FreezingCheckpoint.save(
                    network, listener, folder.resolve("saved.zip").toFile());
            FreezingCheckpoint loaded =
                    FreezingCheckpoint.load(folder.resolve("saved.zip").toFile());
            train(network, savedAfter, T0 + 4);
            train(loaded.multiLayerNetwork(), savedAfter, T0 + 4);
            assertThat(loaded.listener().mask()).isEqualTo(listener.mask());
            assertThat(loaded.listener().order()).isEqualTo(listener.order());
            assertThat(Bits.of(loaded.model().params())).containsExactly(Bits.of(network.params()));
            assertThat(loaded.listener().order().size()).isEqualTo(P - 6);
        }
    }

    @Test
    void anOrderIsLoadedWithTheParametersThatWereEligibleThen(@TempDir Path folder) throws IOException {
        FreezePlan plan = PLAN.by(OrderCriterion.random(5)).reorderedEvery(100);
        FreezingListener listener = listener(plan, GradientSampler.firstExample());
        MultiLayerNetwork network = network(DataType.FLOAT, listener);
        train(network, 0, T0);
        ParameterOrder order = listener.order();
        network.fit(TestData.dense(DataType.FLOAT, 6, 1));
        FreezingCheckpoint.save(network, listener, folder.resolve("saved.zip").toFile());
        FreezingCheckpoint loaded =
                FreezingCheckpoint.load(folder.resolve("saved.zip").toFile());
        assertThat(order.size()).isEqualTo(P - 6);
        assertThat(loaded.listener().order()).isEqualTo(order).isEqualTo(listener.order());
        assertThat(loaded.listener().orderBy(OrderCriterion.magnitude()).size())
                .as("by now")
                .isEqualTo(P);
    }

    @Test
    void aCloneRemembersWhatItsOriginalHasSeen() {
        FreezingListener listener = listener(PLAN, GradientSampler.firstExample());
        MultiLayerNetwork network = network(DataType.FLOAT, listener);
        // only the first batch has the input, so that a clone that forgets it would leave out its weights
        network.fit(TestData.dense(DataType.FLOAT, 6, 1));
        train(network, 1, 3);
        MultiLayerNetwork clone = network.clone();
        clone.addListeners(listener);
        train(clone, 3, T0 + 1);
        assertThat(FreezableNetwork.of(clone).mask().frozenCount())
                .as("half of 83")
                .isEqualTo(42);
    }

    @Test
    void thePlanIsAValueWithIt() {
        FreezePlan plain = FreezePlan.atIteration(T0).fraction(0.5).excludingKinds("b");
        FreezePlan excluding = plain.excludingUntouched();
        assertThat(excluding)
                .isEqualTo(excluding.excludingUntouched())
                .isNotEqualTo(plain)
                .hasToString(plain + ".excludingUntouched()");
        assertThat(excluding.filter().excludesUntouched()).isTrue();
        assertThat(plain.filter().excludesUntouched()).isFalse();
        assertThat(plain.toJson()).doesNotContain("Untouched");
        assertThat(FreezePlan.fromJson(excluding.toJson())).isEqualTo(excluding).hasSameHashCodeAs(excluding);
        assertThat(excluding.excludingLayers("0").includingKinds("W").by(OrderCriterion.magnitude()))
                .isEqualTo(plain.excludingLayers("0")
                        .includingKinds("W")
                        .excludingUntouched()
                        .by(OrderCriterion.magnitude()));
        assertThatThrownBy(() -> FreezePlan.fromJson(excluding
                        .toJson()
                        .replace("\"excludingUntouched\" : true", "\"excludingUntouched\" : \"yes\"")))
                .hasMessageContaining("excludingUntouched: expected true or false");
        assertThatThrownBy(
                        () -> plain.then(FreezePlan.atIteration(9).fraction(0.6).excludingUntouched()))
                .hasMessageContaining("All steps share one filter");
    }
}
