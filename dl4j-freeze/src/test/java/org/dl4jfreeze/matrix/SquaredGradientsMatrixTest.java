package org.dl4jfreeze.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.GradientAccess;
import org.dl4jfreeze.internal.gradient.GradientSources;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * The sampler of whole mini-batches has the squares of the single examples' gradients, added up: those that the first-example
 * shadow finds one by one, with each example put first in turn. Or it refuses before anything moves.
 */
class SquaredGradientsMatrixTest {

    static Stream<Entry> separable() {
        return Catalogue.separable().filter(entry -> !mixesExamples(entry));
    }

    static Stream<Entry> refused() {
        return Stream.concat(Catalogue.refused(), Catalogue.most().filter(SquaredGradientsMatrixTest::mixesExamples));
    }

    private static boolean mixesExamples(Entry entry) {
        if (entry.name().equals("feature extractor")) {
            // its batch normalisation is in a FrozenLayer, which DL4J runs as at test time
            return false;
        }
        Model network = entry.network(entry.pairsType(), Adams.FREEZING);
        String json = network instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) network).getLayerWiseConfigurations().toJson()
                : ((ComputationGraph) network).getConfiguration().toJson();
        return json.contains("BatchNormalization") || json.contains("TimeDistributed");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("separable")
    void theSquaresAreThoseOfTheSingleExamplesGradients(Entry entry) {
        Known.check(Known.SQUARED_GRADIENTS, entry, () -> check(entry));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatMixesExamplesIsRefusedBeforeTheFirstUpdate(Entry entry) {
        Model network = entry.network(DataType.FLOAT, Adams.FREEZING);
        long[] start = Bits.of(network.params());
        Training.addListeners(
                network,
                FreezingListener.builder(FreezePlan.atIteration(5).fraction(0.5))
                        .sampler(GradientSampler.wholeBatch())
                        .build());
        assertThatThrownBy(() -> Training.fit(network, entry.batch(DataType.FLOAT, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("layer \"")
                .hasMessageContaining("GradientSampler.miniBatch()");
        assertThat(Bits.of(network.params())).containsExactly(start);
    }

    private static void check(Entry entry) {
        DataType type = entry.pairsType();
        MultiDataSet batch = entry.batch(type, 0);
        Model network = entry.network(type, Adams.STANDING_STILL);
        INDArray start = network.params().dup();
        Recorder whole = new Recorder(network, GradientSampler.wholeBatch());
        Training.addListeners(network, whole);
        Training.fit(network, batch);

        Model reference = entry.network(type, Adams.STANDING_STILL);
        Recorder single = new Recorder(reference, GradientSampler.firstExample());
        Training.addListeners(reference, single);
        for (int example = 0; example < Entry.EXAMPLES; example++) {
            reference.setParams(start);
            Training.fit(reference, TestData.startingWith(batch, example));
        }

        int segments = whole.recorded.size();
        assertThat(single.recorded).hasSize(segments * Entry.EXAMPLES);
        int[] participants = NetworkView.of(network).freezableIndices();
        for (int segment = 0; segment < segments; segment++) {
            double[] expected = new double[(int) start.length()];
            for (int example = 0; example < Entry.EXAMPLES; example++) {
                double[] gradient = single.recorded.get(example * segments + segment);
                for (int i = 0; i < gradient.length; i++) {
                    expected[i] += gradient[i] * gradient[i];
                }
            }
            assertEqual(whole.recorded.get(segment), expected, participants, type == DataType.DOUBLE ? 1e-9 : 1e-5);
        }
    }

    private static void assertEqual(double[] actual, double[] expected, int[] participants, double tolerance) {
        double largest = 0;
        double worst = 0;
        for (int i : participants) {
            largest = Math.max(largest, expected[i]);
        }
        assertThat(largest).isGreaterThan(1e-8);
        for (int i : participants) {
            // what is tiny relative to the others is a difference of larger numbers
            worst = Math.max(worst, Math.abs(actual[i] - expected[i]) / (expected[i] + 1e-6 * largest));
        }
        assertThat(worst).as("relative error").isLessThan(tolerance);
    }

    /** Records, per iteration, the sum of squares or the first example's gradient. */
    private static final class Recorder extends BaseTrainingListener {

        private final NetworkView network;
        private final GradientAccess access;
        private final boolean squares;
        private final List<double[]> recorded = new ArrayList<>();

        Recorder(Model model, GradientSampler sampler) {
            this.network = NetworkView.of(model);
            this.squares = sampler.needsSquaredGradients();
            this.access = GradientSources.of(network).accessFor(sampler);
        }

        @Override
        public void onBackwardPass(Model model) {
            network.rememberLabels();
        }

        @Override
        public void onGradientCalculation(Model model) {
            try (SampleScratch scratch = network.openSampleApart()) {
                recorded.add((squares ? access.squaredGradientSum(scratch) : access.firstExampleGradient(scratch))
                        .toDoubleVector());
            }
        }
    }
}
