package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** What holds under optimization algorithms that are not DL4J's default. */
class OptimizationAlgorithmTest {

    private static final int T0 = 5;

    private static Model network(NetworkKind kind, IUpdater updater, OptimizationAlgorithm algorithm) {
        return kind.network(updater, builder -> builder.optimizationAlgo(algorithm));
    }

    @ParameterizedTest
    @CsvSource({
        "MULTI_LAYER, LINE_GRADIENT_DESCENT",
        "MULTI_LAYER, CONJUGATE_GRADIENT",
        "GRAPH, LINE_GRADIENT_DESCENT",
        "GRAPH, CONJUGATE_GRADIENT"
    })
    void underALineSearchFrozenBitsStayAndOneWarningSaysWhatDoesNot(NetworkKind kind, OptimizationAlgorithm algorithm) {
        try (CapturedLog log = new CapturedLog()) {
            Model model = network(kind, new FreezingAdam(0.05), algorithm);
            Model stock = network(kind, new Adam(0.05), algorithm);
            FreezingListener listener =
                    Training.listen(model, FreezePlan.atIteration(T0).fraction(0.5));
            kind.train(model, 0, T0);
            kind.train(stock, 0, T0);
            long[] atFreezing = Bits.of(model.params());
            assertThat(atFreezing).containsExactly(Bits.of(stock.params()));
            assertThat(listener.samplesTaken()).isEqualTo(T0);
            kind.train(model, T0, 3 * T0);
            FrozenParameters.assertStayed(listener.mask(), atFreezing, Bits.of(model.params()));
            assertThat(FrozenParameters.activeThatMoved(listener.mask(), atFreezing, Bits.of(model.params())))
                    .isPositive();
            assertThat(log.warnings()).hasSize(1).first().asString().contains("STOCHASTIC_GRADIENT_DESCENT");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDefaultIsNotWarnedOf(NetworkKind kind) {
        try (CapturedLog log = new CapturedLog()) {
            Model model = kind.network(new FreezingAdam(0.05));
            Training.listen(model, FreezePlan.atIteration(1).fraction(0.5));
            kind.train(model, 0, 2);
            assertThat(log.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void lbfgsIsRefusedBeforeTheFirstUpdate(NetworkKind kind) {
        Model model = network(kind, new FreezingAdam(0.05), OptimizationAlgorithm.LBFGS);
        Training.listen(model, FreezePlan.atIteration(T0).fraction(0.5));
        long[] before = Bits.of(model.params());
        assertThatThrownBy(() -> kind.train(model, 0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("LBFGS")
                .hasMessageContaining("STOCHASTIC_GRADIENT_DESCENT");
        assertThat(Bits.of(model.params())).containsExactly(before);
    }
}
