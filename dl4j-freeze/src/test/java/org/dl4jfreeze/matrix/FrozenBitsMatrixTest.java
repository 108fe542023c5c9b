package org.dl4jfreeze.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.support.BothPaths;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** After t0 the frozen bits stay, the active parameters move, and training stays finite. */
class FrozenBitsMatrixTest {

    private static final int T0 = 4;
    private static final int ITERATIONS = 8;

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.matrix.Catalogue#all")
    void frozenBitsStayAndActiveParametersMove(Entry entry) {
        Known.check(Known.FROZEN_BITS, entry, () -> check(entry));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.matrix.Catalogue#some")
    void frozenBitsStayAndActiveParametersMoveWithNd4jOperationsOnly(Entry entry) {
        BothPaths.withDirectMemory(false, () -> Known.check(Known.FROZEN_BITS, entry, () -> check(entry)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.matrix.PretrainedEntries#all")
    void parametersThatOnlyPretrainingTrainsTakeNoPart(Entry entry) {
        Known.check(Known.PARTICIPANTS, entry, () -> {
            Model network = entry.network(entry.type(), Adams.FREEZING);
            TrainingConfig coder = PretrainedEntries.coderOf(network).getConfig();
            List<ParameterGroup> pretrained = FreezableNetwork.of(network).groups().stream()
                    .filter(group -> group.layer().equals(coder.getLayerName()) && coder.isPretrainParam(group.name()))
                    .collect(Collectors.toList());
            assertThat(pretrained).isNotEmpty().noneMatch(ParameterGroup::isFreezable);
        });
    }

    private static void check(Entry entry) {
        Model network = entry.network(entry.type(), Adams.FREEZING);
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(T0).fraction(0.6))
                // whatever the order is; the other sampler is StockEquivalenceMatrixTest's and costs more
                .sampler(GradientSampler.miniBatch())
                .build();
        Witness witness = new Witness(network, listener);
        Training.addListeners(network, listener, witness);
        FreezeMask mask = null;
        for (int t = 0; t < ITERATIONS; t++) {
            witness.look();
            Entry.Step step = mask == null ? Training::fit : entry.step();
            step.train(network, entry.batch(entry.type(), t));
            witness.look();
            if (mask == null && listener.isFrozen()) {
                mask = listener.mask();
            }
        }
        int participants = listener.order().size();
        assertThat(mask.frozenCount()).as("frozen").isEqualTo(Math.round(0.6f * participants));
        assertThat(listener.mask()).isEqualTo(mask);
        assertThat(witness.comparisons()).isGreaterThanOrEqualTo(2 * (ITERATIONS - T0));
        assertThat(witness.movedShare())
                .as("share of active parameters that moved")
                .isGreaterThan(entry.moved());
        assertThat(network.params().castTo(DataType.DOUBLE).toDoubleVector())
                .doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }
}
