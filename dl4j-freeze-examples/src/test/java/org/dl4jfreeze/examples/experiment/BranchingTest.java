package org.dl4jfreeze.examples.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.dl4jfreeze.examples.data.BatchOrder;
import org.dl4jfreeze.examples.data.MiniBatches;
import org.dl4jfreeze.examples.data.TrainTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class BranchingTest {

    private static final int BEFORE = 20;
    private static final int AFTER = 20;

    private final Experiment boston = Experiments.boston();
    private final TrainTest data = boston.load(Optional.empty(), Optional.empty(), 1);
    private final List<DataSet> batches = Stream.generate(
                    new MiniBatches(data.train(), new BatchOrder(404, 32, 2))::next)
            .limit(BEFORE + AFTER)
            .collect(Collectors.toList());

    @BeforeAll
    static void tune() {
        SmallNetworkTuning.beforeLoading();
    }

    @Test
    void aBranchWithNothingFrozenContinuesAsTheNetworkItselfWould() {
        MultiLayerNetwork network = boston.network(0.01, 3);
        train(network, 0, BEFORE);
        MultiLayerNetwork branch = Training.branch(network, FreezeMask.none(301));
        train(branch, BEFORE, BEFORE + AFTER);
        train(network, BEFORE, BEFORE + AFTER);

        assertThat(branch.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
        assertThat(branch.getIterationCount()).isEqualTo(BEFORE + AFTER);
    }

    @Test
    void frozenParametersOfABranchKeepTheirBitsAndTheSnapshotIsUntouched() {
        MultiLayerNetwork network = boston.network(0.01, 3);
        train(network, 0, BEFORE);
        float[] snapshot = network.params().toFloatVector();
        FreezeMask mask =
                ParameterOrder.ascending(network.params().toDoubleVector()).lowest(100);
        MultiLayerNetwork branch = Training.branch(network, mask);
        train(branch, BEFORE, BEFORE + AFTER);

        float[] trained = branch.params().toFloatVector();
        int[] frozen = IntStream.range(0, trained.length).filter(mask::isFrozen).toArray();
        assertThat(frozen).hasSize(100);
        assertThat(Arrays.stream(frozen).mapToObj(i -> trained[i]))
                .containsExactlyElementsOf(
                        Arrays.stream(frozen).mapToObj(i -> snapshot[i]).collect(Collectors.toList()));
        assertThat(IntStream.range(0, trained.length).filter(i -> trained[i] != snapshot[i]))
                .hasSizeGreaterThan(150);
        assertThat(network.params().toFloatVector()).isEqualTo(snapshot);
        assertThat(FreezableNetwork.of(network).mask().frozenCount()).isZero();
    }

    private void train(MultiLayerNetwork network, int from, int to) {
        for (int i = from; i < to; i++) {
            DataSet batch = batches.get(i);
            network.fit(batch.getFeatures(), batch.getLabels());
        }
    }
}
