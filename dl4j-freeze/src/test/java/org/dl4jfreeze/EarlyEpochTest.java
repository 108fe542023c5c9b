package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;

/** An epoch ends before the plan freezes: the log says when it will. */
class EarlyEpochTest {

    private static final int BATCHES = 4;

    private static List<String> told(FreezePlan plan, int epochs) {
        MultiLayerNetwork network = TestNetworks.dense(DataType.DOUBLE, new FreezingAdam(0.01));
        network.addListeners(new FreezingListener(plan));
        List<DataSet> batches = new ArrayList<>();
        for (int t = 0; t < BATCHES; t++) {
            MultiDataSet batch = TestData.dense(DataType.DOUBLE, 6, t);
            batches.add(new DataSet(batch.getFeatures(0), batch.getLabels(0)));
        }
        try (CapturedLog log = new CapturedLog()) {
            network.fit(new ListDataSetIterator<>(batches, 1), epochs);
            return log.infos().stream().filter(line -> line.startsWith("Epoch")).collect(Collectors.toList());
        }
    }

    @Test
    void theLogSaysOnceWhenThePlanFreezes() {
        assertThat(told(FreezePlan.atIteration(9).fraction(0.5), 3))
                .containsExactly("Epoch 1 ended at iteration 4; this plan freezes after iteration 9");
        assertThat(told(FreezePlan.atEpoch(2).count(5), 3))
                .containsExactly("Epoch 1 ended at iteration 4; this plan freezes after epoch 2");
        assertThat(told(FreezePlan.atPlateau(new LossPlateau(3, 0.01, 2)).count(5), 2))
                .containsExactly("Epoch 1 ended at iteration 4; this plan freezes at a plateau of the training loss,"
                        + " after iteration 9 at the earliest");
    }

    @Test
    void nothingIsSaidIfItFreezesInTheFirstEpochOrNever() {
        assertThat(told(FreezePlan.atIteration(BATCHES).fraction(0.5), 2)).isEmpty();
        assertThat(told(FreezePlan.atEpoch(1).fraction(0.5), 2)).isEmpty();
        assertThat(told(FreezePlan.never(), 2)).isEmpty();
    }
}
