package org.dl4jfreeze.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A gradient that is NaN or infinite in one iteration does to the active parameters what it does under stock Adam. */
class PoisonedGradientMatrixTest {

    private static final double[] POISONS = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.matrix.Catalogue#most")
    void afterT0FrozenBitsStayWhateverTheGradientIs(Entry entry) {
        Known.check(Known.NOT_FINITE, entry, () -> {
            checkAfter(entry, poisonOf(entry));
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.matrix.Catalogue#most")
    void beforeT0ItGivesNoSampleAndChangesNothingElse(Entry entry) {
        Known.check(Known.NOT_FINITE, entry, () -> {
            checkBefore(entry, poisonOf(entry));
        });
    }

    /** One of the poisons for each entry, the same in every run. */
    private static double poisonOf(Entry entry) {
        return POISONS[Math.floorMod(entry.name().hashCode(), POISONS.length)];
    }

    private static void checkAfter(Entry entry, double poison) {
        Model network = entry.network(entry.type(), Adams.FREEZING);
        FreezingListener listener = listener(FreezePlan.atIteration(2).fraction(0.6));
        Witness witness = new Witness(network, listener);
        Poison poisoner = new Poison(poison);
        Training.addListeners(network, poisoner, listener, witness);
        Training.fit(network, 0, 2, t -> entry.batch(entry.type(), t));
        witness.look();
        poisoner.isArmed = true;
        Training.fit(network, 2, 3, t -> entry.batch(entry.type(), t));
        witness.look();
        poisoner.isArmed = false;
        assertThat(witness.comparisons()).isPositive();
        if (Double.isNaN(poison)) {
            // infinity may be clipped
            assertThat(isFinite(network)).as("the active parameters are finite").isFalse();
        }
        assertThat(listener.mask().isAnyFrozen()).isTrue();
    }

    private static void checkBefore(Entry entry, double poison) {
        Model stock = entry.network(entry.type(), Adams.STOCK);
        Model ours = entry.network(entry.type(), Adams.FREEZING);
        FreezingListener listener = listener(FreezePlan.atIteration(1000).fraction(0.5));
        for (Model network : new Model[] {stock, ours}) {
            Nd4j.getRandom().setSeed(7);
            Poison poisoner = new Poison(poison);
            Training.addListeners(network, poisoner);
            if (network == ours) {
                Training.addListeners(network, listener);
            }
            Training.fit(network, 0, 1, t -> entry.batch(entry.type(), t));
            long samples = network == ours ? listener.samplesTaken() : 0;
            poisoner.isArmed = true;
            Training.fit(network, 1, 2, t -> entry.batch(entry.type(), t));
            if (network == ours) {
                assertThat(samples).isPositive();
                assertThat(listener.samplesTaken()).as("samples").isEqualTo(samples);
            }
        }
        assertThat(canonical(ours)).containsExactly(canonical(stock));
        assertThat(listener.variance().sumNumber().doubleValue()).isFinite();
    }

    private static FreezingListener listener(FreezePlan plan) {
        return FreezingListener.builder(plan)
                .sampler(GradientSampler.miniBatch())
                .build();
    }

    private static boolean isFinite(Model network) {
        return Double.isFinite(
                network.params().castTo(DataType.DOUBLE).sumNumber().doubleValue());
    }

    /** Bits, but all kinds of NaN are one. */
    private static long[] canonical(Model network) {
        double[] values = network.params().castTo(DataType.DOUBLE).toDoubleVector();
        long[] bits = new long[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Double.doubleToLongBits(values[i]);
        }
        return bits;
    }

    /** Writes over the gradient before any other code sees it. */
    private static final class Poison extends BaseTrainingListener {

        private final double value;
        private boolean isArmed;

        Poison(double value) {
            this.value = value;
        }

        @Override
        public void onGradientCalculation(Model model) {
            if (isArmed) {
                INDArray gradient = model instanceof MultiLayerNetwork
                        ? ((MultiLayerNetwork) model).getFlattenedGradients()
                        : ((ComputationGraph) model).getFlattenedGradients();
                // where there is one: parameters of pretraining have none, and DL4J's updater leaves them alone
                for (long i = 0; i < gradient.length(); i++) {
                    if (gradient.getDouble(i) != 0) {
                        gradient.putScalar(i, value);
                    }
                }
            }
        }
    }
}
