package org.dl4jfreeze.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.GradientAccess;
import org.dl4jfreeze.internal.gradient.GradientSources;
import org.dl4jfreeze.internal.gradient.firstexample.DenseChains;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.BothPaths;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** The gradients of single examples sum up to the network's own, or are refused before anything moves. */
class GradientPairsMatrixTest {

    /** Entries of {@link Catalogue#separable} that are chains of dense layers. */
    private static final int BY_HAND = 61;

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.matrix.Catalogue#separable")
    void gradientsOfSingleExamplesSumUpToTheNetworksGradient(Entry entry) {
        Known.check(Known.GRADIENT_PAIRS, entry, () -> checkSum(entry));
    }

    /** Without direct memory everything goes through the shadow network. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.matrix.Catalogue#separable")
    void theFirstExamplesGradientByHandIsThatOfTheShadow(Entry entry) {
        DataType type = entry.pairsType();
        INDArray[] found = new INDArray[2];
        for (int i = 0; i < 2; i++) {
            int path = i;
            BothPaths.withDirectMemory(i == 0, () -> found[path] = record(type, entry, entry.batch(type, 0), true));
        }
        double difference = found[0].sub(found[1]).normmaxNumber().doubleValue();
        double scale = found[1].normmaxNumber().doubleValue();
        assertThat(difference).isLessThanOrEqualTo(scale * (type == DataType.DOUBLE ? 1e-12 : 1e-6));
    }

    /** In the others the test above compares the shadow network with itself. */
    @Test
    void chainsOfDenseLayersGoByHandAndTheyAreMany() {
        List<String> byHand = Catalogue.separable()
                .filter(entry -> DenseChains.areComputedByHand(
                        entry.network(entry.pairsType(), Adams.FREEZING), entry.batch(entry.pairsType(), 0)))
                .map(Entry::name)
                .collect(Collectors.toList());
        assertThat(byHand).hasSize(BY_HAND);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.matrix.Catalogue#refused")
    void whatHasNoGradientOfASingleExampleIsRefusedBeforeTheFirstUpdate(Entry entry) {
        Model network = entry.network(DataType.FLOAT, Adams.FREEZING);
        long[] start = Bits.of(network.params());
        Training.addListeners(
                network, new FreezingListener(FreezePlan.atIteration(5).fraction(0.5)));
        assertThatThrownBy(() -> Training.fit(network, entry.batch(DataType.FLOAT, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(entry.refusal())
                .hasMessageContaining("GradientSampler.miniBatch()");
        assertThat(Bits.of(network.params())).containsExactly(start);
    }

    @Test
    void theFirstExamplesGradientIsItsShareOfTheSumWhereItsPlaceMatters() {
        Entry entry = Catalogue.all()
                .filter(each -> each.name().equals("time-distributed dense, masked"))
                .findFirst()
                .orElseThrow();
        MultiDataSet batch = entry.batch(DataType.DOUBLE, 0);
        MultiDataSet others = entry.batch(DataType.DOUBLE, 0);
        others.getLabelsMaskArray(0).getRow(0).assign(0);
        INDArray expected =
                record(DataType.DOUBLE, entry, batch, false).sub(record(DataType.DOUBLE, entry, others, false));
        assertThat(record(DataType.DOUBLE, entry, batch, true).equalsWithEps(expected, 1e-12))
                .isTrue();
    }

    private static INDArray record(DataType type, Entry entry, MultiDataSet batch, boolean single) {
        Model network = entry.network(type, Adams.STANDING_STILL);
        Recorder recorder = new Recorder(network, single);
        Training.addListeners(network, recorder);
        Training.fit(network, batch);
        return recorder.gradients.get(0);
    }

    private static void checkSum(Entry entry) {
        DataType type = entry.pairsType();
        double tolerance = type == DataType.DOUBLE ? 1e-9 : 1e-5;
        MultiDataSet batch = entry.batch(type, 0);
        Model network = entry.network(type, Adams.STANDING_STILL);
        INDArray start = network.params().dup();
        Model reference = entry.networkWithoutNoise(type, Adams.STANDING_STILL);
        reference.setParams(start);
        Recorder own = new Recorder(reference, false);
        Training.addListeners(reference, own);
        Training.fit(reference, batch);

        Recorder single = new Recorder(network, true);
        Training.addListeners(network, single);
        for (int example = 0; example < Entry.EXAMPLES; example++) {
            network.setParams(start);
            Training.fit(network, TestData.startingWith(batch, example));
        }

        // of a truncated sequence, in every segment
        int segments = own.gradients.size();
        assertThat(single.gradients).hasSize(segments * Entry.EXAMPLES);
        int[] participants = NetworkView.of(network).freezableIndices();
        for (int segment = 0; segment < segments; segment++) {
            INDArray sum = own.gradients.get(segment);
            INDArray total = sum.like();
            for (int example = 0; example < Entry.EXAMPLES; example++) {
                total.addi(single.gradients.get(example * segments + segment));
            }
            double scale = sum.norm2Number().doubleValue();
            assertThat(scale).isGreaterThan(1e-3);
            double difference = 0;
            for (int i : participants) {
                difference = Math.max(difference, Math.abs(total.getDouble(i) - sum.getDouble(i)));
            }
            assertThat(difference / scale)
                    .as("relative error in segment %d", segment)
                    .isLessThan(tolerance);
        }
    }

    /** Records, per iteration, the mini-batch's gradient sum or the first example's gradient. */
    private static final class Recorder extends BaseTrainingListener {

        private final NetworkView network;
        private final GradientAccess access;
        private final boolean single;
        private final List<INDArray> gradients = new ArrayList<>();

        Recorder(Model model, boolean single) {
            this.network = NetworkView.of(model);
            this.single = single;
            this.access = GradientSources.of(network)
                    .accessFor(single ? GradientSampler.firstExample() : GradientSampler.miniBatch());
        }

        @Override
        public void onBackwardPass(Model model) {
            network.rememberLabels();
        }

        @Override
        public void onGradientCalculation(Model model) {
            try (SampleScratch scratch = network.openSampleApart()) {
                gradients.add((single ? access.firstExampleGradient(scratch) : access.gradientSum()).dup());
            }
        }
    }
}
