package org.dl4jfreeze.internal.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.support.Dense;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What a listener collects for which order, and what it says where something is missing. */
class OrderCollectionTest {

    private static final OrderCriterion[] ALL = Arrays.stream(OrderCriterion.names())
            .map(name -> OrderCriterion.named(name, 5))
            .toArray(OrderCriterion[]::new);

    static Stream<OrderCriterion> collected() {
        return Stream.of(
                OrderCriterion.meanSquaredGradient(),
                OrderCriterion.miniBatchVariance(),
                OrderCriterion.meanSquaredUpdate(),
                OrderCriterion.optimalBrainDamage());
    }

    @ParameterizedTest
    @MethodSource("collected")
    void aPlanCollectsWhatItsOrderNeedsAndStopsAfterFreezing(OrderCriterion criterion) {
        MultiLayerNetwork model = Dense.network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(4).fraction(0.5).by(criterion));
        model.addListeners(listener);
        Dense.train(model, 0, 4);
        assertThat(listener.mask()).isEqualTo(listener.order().lowest(42));
        assertThat(listener.order()).isEqualTo(listener.orderBy(criterion));
        Dense.train(model, 4, 8);
        if (criterion.kind() != OrderCriterion.Kind.OPTIMAL_BRAIN_DAMAGE) {
            assertThat(listener.orderBy(criterion)).isEqualTo(listener.order());
        }
    }

    @ParameterizedTest
    @MethodSource("collected")
    void whatWasNotCollectedIsRefusedWithTheCallThatCollectsIt(OrderCriterion criterion) {
        MultiLayerNetwork model = Dense.network();
        FreezingListener listener = new FreezingListener(FreezePlan.never());
        model.addListeners(listener);
        Dense.train(model, 0, 1);
        assertThatThrownBy(() -> listener.orderBy(criterion))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was not collected")
                .hasMessageContaining(".collect(OrderCriterion.");
    }

    @Test
    void saliencyAndMeanSquaredGradientShareWhatIsCollected() {
        for (OrderCriterion one : List.of(OrderCriterion.meanSquaredGradient(), OrderCriterion.optimalBrainDamage())) {
            MultiLayerNetwork model = Dense.network();
            FreezingListener listener =
                    FreezingListener.builder(FreezePlan.never()).collect(one).build();
            model.addListeners(listener);
            Dense.train(model, 0, 2);
            assertThat(listener.orderBy(OrderCriterion.meanSquaredGradient()))
                    .isNotEqualTo(listener.orderBy(OrderCriterion.optimalBrainDamage()));
        }
    }

    @Test
    void eachOrderNeedsTheSamplesOfItsOwnStatistic() {
        MultiLayerNetwork model = Dense.network();
        FreezingListener listener =
                FreezingListener.builder(FreezePlan.never()).collect(ALL).build();
        model.addListeners(listener);
        Training.fit(model, 0, 1, t -> TestData.dense(DataType.DOUBLE, 1, t));
        assertThat(listener.orderBy(OrderCriterion.meanSquaredUpdate()).size()).isEqualTo(83);
        assertThatThrownBy(() -> listener.orderBy(OrderCriterion.miniBatchVariance()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Cannot order the parameters by minibatch: needs at least 2 samples, found 1; train on");
        Training.fit(model, 1, 2, t -> TestData.dense(DataType.DOUBLE, 1, t));
        assertThat(listener.orderBy(OrderCriterion.miniBatchVariance()).size()).isEqualTo(83);
        assertThatThrownBy(() -> listener.orderBy(OrderCriterion.optimalBrainDamage()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Cannot order the parameters by obd: needs at least 1 samples, found 0; train on")
                .hasMessageContaining("more than one example in a mini-batch");
    }

    @Test
    void aPlanThatCouldNotHaveEnoughSamplesIsRefusedWhenItIsBuilt() {
        FreezePlan.When first = FreezePlan.atIteration(1);
        assertThatThrownBy(() -> new FreezingListener(first.fraction(0.5).by(OrderCriterion.miniBatchVariance())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 sample(s) only after iteration 2");
        FreezingListener update = FreezingListener.builder(first.fraction(0.5).by(OrderCriterion.meanSquaredUpdate()))
                .sampler(GradientSampler.miniBatch())
                .build();
        MultiLayerNetwork model = Dense.network();
        model.addListeners(update);
        Dense.train(model, 0, 1);
        assertThat(update.isFrozen()).isTrue();
        assertThat(update.mask().frozenCount()).isEqualTo(42);
    }
}
