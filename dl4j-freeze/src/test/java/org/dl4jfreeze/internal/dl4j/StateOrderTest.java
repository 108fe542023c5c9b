package org.dl4jfreeze.internal.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;

class StateOrderTest {

    /** Where they are of different orders, ND4J's operation takes its slow way, of twice the time. */
    @Test
    void momentsHaveTheOrderInWhichStockAdamsOperationIsGivenTheGradient() {
        for (Model model : List.of(
                TestNetworks.dense(DataType.FLOAT, new FreezingAdam()),
                TestNetworks.batchNorm(DataType.FLOAT),
                TestNetworks.graph(DataType.FLOAT, new FreezingAdam(), true))) {
            List<UpdaterBlock> blocks = NetworkAdapter.of(model).updater().getUpdaterBlocks().stream()
                    .filter(block -> block.getGradientUpdater() instanceof FreezingAdamUpdater)
                    .collect(Collectors.toList());
            assertThat(blocks).isNotEmpty();
            for (UpdaterBlock block : blocks) {
                FreezingAdamUpdater updater = (FreezingAdamUpdater) block.getGradientUpdater();
                INDArray v = updater.getState().get(AdamUpdater.V_STATE);
                // as AdamUpdater does
                char given = block.getGradientView().reshape(v.shape()).ordering();
                assertThat(v.ordering()).isEqualTo(given);
                assertThat(updater.getState().get(AdamUpdater.M_STATE).ordering())
                        .isEqualTo(given);
            }
        }
    }
}
