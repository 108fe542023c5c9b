package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.Configurations;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Saving;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.UpdaterStates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** What equipping a network changes, and what it leaves alone: masks, clones, networks on the same configuration. */
class EquipSharingTest {

    @ParameterizedTest(name = "graph {0}")
    @ValueSource(booleans = {false, true})
    void equippingTwiceChangesNothing(boolean graph) {
        Model network = StockNetworks.network(graph);
        StockNetworks.train(network, 0, 3);
        FreezingAdam.equip(network);
        FreezableNetwork freezable = FreezableNetwork.of(network);
        freezable.freeze(
                new FreezeMask.Builder(freezable.parameterCount()).freeze(3).build());
        Object updater = UpdaterStates.updater(network);
        long[] state = Bits.of(UpdaterStates.updater(network).getStateViewArray());
        FreezingAdam.equip(network);
        assertThat(UpdaterStates.updater(network)).isSameAs(updater);
        assertThat(Bits.of(UpdaterStates.updater(network).getStateViewArray())).containsExactly(state);
        assertThat(freezable.mask().frozenCount()).isEqualTo(1);
    }

    /** The blocks of the two updaters become one, so that every chunk of state moves. */
    @ParameterizedTest(name = "graph {0}")
    @ValueSource(booleans = {false, true})
    void maskAndVarianceThatAreThereStayWithTheirParameters(boolean graph) {
        Model network = StockNetworks.network(graph, new Adam(0.01), new FreezingAdam(0.01));
        Model stock = StockNetworks.network(graph, new Adam(0.01), new Adam(0.01));
        FreezableNetwork before = FreezableNetwork.of(network);
        FreezeMask.Builder some = new FreezeMask.Builder(before.parameterCount());
        for (int i = 0; i < before.freezableIndices().length; i += 2) {
            some.freeze(before.freezableIndices()[i]);
        }
        int value = 1;
        for (UpdaterBlock block : UpdaterStates.updater(network).getUpdaterBlocks()) {
            INDArray variance = (INDArray) block.getGradientUpdater().getState().get("VARIANCE");
            for (int i = 0; variance != null && i < variance.length(); i++) {
                variance.putScalar(i, value++);
            }
        }
        StockNetworks.train(network, 0, 4);
        StockNetworks.train(stock, 0, 4);
        before.freeze(some.build());
        long[] variance = UpdaterStates.of(network, "VARIANCE");
        FreezingAdam.equip(network);
        assertThat(UpdaterStates.updater(network).getUpdaterBlocks())
                .hasSameSizeAs(UpdaterStates.updater(stock).getUpdaterBlocks());
        assertThat(FreezableNetwork.of(network).mask()).isEqualTo(some.build());
        long[] after = UpdaterStates.of(network, "VARIANCE");
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i]).isEqualTo(after[i] == -1 ? -1 : Math.max(variance[i], 0));
        }
        assertThat(UpdaterStates.of(network, "M")).containsExactly(UpdaterStates.of(stock, "M"));
        assertThat(UpdaterStates.of(network, "V")).containsExactly(UpdaterStates.of(stock, "V"));
    }

    @ParameterizedTest(name = "graph {0}")
    @ValueSource(booleans = {false, true})
    void aNetworkOnTheSameConfigurationIsLeftAlone(boolean graph) {
        Model ours = StockNetworks.network(graph);
        Model other = Configurations.sharing(ours);
        Model unshared = StockNetworks.network(graph);
        StockNetworks.train(other, 0, 4);
        StockNetworks.train(unshared, 0, 4);
        String json = Configurations.json(other);
        FreezingAdam.equip(ours);
        assertThat(Configurations.json(other)).isEqualTo(json).doesNotContain("FreezingAdam");
        assertThat(Configurations.json(ours)).contains("FreezingAdam").doesNotContain("config.Adam\"");

        // both rebuild their updaters from the configuration
        Model restored = Saving.restored(other, true);
        StockNetworks.train(ours, 0, 3);
        StockNetworks.train(restored, 4, 8);
        StockNetworks.train(other, 4, 8);
        StockNetworks.train(unshared, 4, 8);
        assertThat(Bits.of(restored.params())).containsExactly(Bits.of(unshared.params()));
        assertThat(Bits.of(other.params())).containsExactly(Bits.of(unshared.params()));
        assertThat(Bits.of(NetworkKind.cloneOf(other).params())).containsExactly(Bits.of(unshared.params()));
    }

    /** DL4J's clone() shares what a wrapper wraps, and the updaters, with the original. */
    @Test
    void aCloneThatSharesAWrappedLayerIsLeftAlone() {
        MultiLayerNetwork original = TestNetworks.sequence(
                DataType.FLOAT,
                new Adam(0.01),
                new LastTimeStep(new LSTM.Builder().nOut(4).build()),
                TestNetworks.output(4));
        original.fit(TestData.sequence(DataType.FLOAT, 6, 1));
        MultiLayerNetwork clone = original.clone();
        assertThat(clone.getLayer(0).conf().getLayer())
                .as("or this test is about nothing")
                .isSameAs(original.getLayer(0).conf().getLayer());
        FreezingAdam.equip(original);
        assertThat(clone.getLayerWiseConfigurations().toJson()).doesNotContain("FreezingAdam");
        original.setLearningRate(0.5);
        assertThat(clone.getLearningRate(0)).isEqualTo(0.01);
        Model restored = Saving.restored(clone, true);
        assertThat(UpdaterStates.updaters(restored)).containsExactly("Adam");
        assertThat(UpdaterStates.of(restored, "M")).containsExactly(UpdaterStates.of(original, "M"));
    }

    @ParameterizedTest(name = "graph {0}")
    @ValueSource(booleans = {false, true})
    void aCloneCanBeEquipped(boolean graph) {
        Model original = StockNetworks.network(graph);
        StockNetworks.train(original, 0, 4);
        Model stock = NetworkKind.cloneOf(original);
        Model ours = FreezingAdam.equip(NetworkKind.cloneOf(original));
        StockNetworks.train(stock, 4, 8);
        StockNetworks.train(ours, 4, 8);
        assertThat(Bits.of(ours.params())).containsExactly(Bits.of(stock.params()));
        assertThat(UpdaterStates.updaters(original)).contains("Adam").doesNotContain("FreezingAdam");
        StockNetworks.train(NetworkKind.cloneOf(ours), 8, 9);
    }

    /** Its layers and its JSON hold different configuration objects, unlike those of a network that was built frozen. */
    @ParameterizedTest(name = "graph {0}")
    @ValueSource(booleans = {false, true})
    void aNetworkWithAFeatureExtractorCanBeEquipped(boolean graph) {
        Model original = StockNetworks.network(graph);
        StockNetworks.train(original, 0, 2);
        Model stock = withFeatureExtractor(original);
        Model ours = withFeatureExtractor(original);
        StockNetworks.train(stock, 0, 6);
        StockNetworks.train(ours, 0, 3);
        ours = Saving.restored(FreezingAdam.equip(ours), true);
        StockNetworks.train(ours, 3, 6);
        assertThat(Bits.of(ours.params())).containsExactly(Bits.of(stock.params()));
        assertThat(Configurations.json(ours)).contains("FreezingAdam").doesNotContain("config.Adam\"");
    }

    private static Model withFeatureExtractor(Model original) {
        return original instanceof MultiLayerNetwork
                ? new TransferLearning.Builder((MultiLayerNetwork) original)
                        .setFeatureExtractor(0)
                        .build()
                : new TransferLearning.GraphBuilder((ComputationGraph) original)
                        .setFeatureExtractor("a")
                        .build();
    }
}
