package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.Configurations;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.UpdaterStates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

/** Which updaters are no Adam, which networks cannot be equipped, and that a refusal changes nothing. */
class EquipRefusalsTest {

    /** Derived by a user, who may have changed anything. */
    private static final class OwnAdam extends Adam {
        private static final long serialVersionUID = 1L;

        /** Without it DL4J's builder, which clones the updater, makes a stock Adam of it. */
        @Override
        public OwnAdam clone() {
            return new OwnAdam();
        }
    }

    /** Keeps its Adam where nobody can replace it. */
    private static final class StubbornLayer extends DenseLayer {
        private static final long serialVersionUID = 1L;

        StubbornLayer(int nOut) {
            setNOut(nOut);
        }

        @Override
        public IUpdater getUpdaterByParam(String name) {
            return new Adam(0.1);
        }
    }

    @ParameterizedTest(name = "graph {0}")
    @ValueSource(booleans = {false, true})
    void anotherUpdaterIsAnErrorThatNamesEveryParameterAndChangesNothing(boolean graph) {
        Model network = StockNetworks.network(graph, new Adam(0.01), new Nesterovs(0.1, 0.9));
        StockNetworks.train(network, 0, 3);
        String json = Configurations.json(network);
        Object updater = UpdaterStates.updater(network);
        long[] state = Bits.of(UpdaterStates.updater(network).getStateViewArray());
        String[] named = graph
                ? new String[] {"a.b by Nesterovs", "b.b by Nesterovs", "class.b by Nesterovs", "value.b by Nesterovs"}
                : new String[] {"layer0.b by Nesterovs", "layer1.b by Nesterovs", "layer2.b by Nesterovs"};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FreezingAdam.equip(network))
                .withMessageContainingAll(named)
                .withMessageContaining("equipWhereAdam")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("W by", "bn"));
        assertThat(Configurations.json(network)).isEqualTo(json);
        assertThat(UpdaterStates.updater(network)).isSameAs(updater);
        assertThat(Bits.of(UpdaterStates.updater(network).getStateViewArray())).containsExactly(state);
    }

    @ParameterizedTest(name = "graph {0}")
    @ValueSource(booleans = {false, true})
    void whereAdamAloneIsReplacedTheOthersTrainOnAsBefore(boolean graph) {
        Model stock = StockNetworks.network(graph, new Adam(0.01), new Nesterovs(0.1, 0.9));
        Model ours = StockNetworks.network(graph, new Adam(0.01), new Nesterovs(0.1, 0.9));
        StockNetworks.train(stock, 0, 8);
        StockNetworks.train(ours, 0, 4);
        FreezingAdam.equipWhereAdam(ours);
        assertThat(UpdaterStates.updaters(ours))
                .contains("FreezingAdam", "Nesterovs")
                .doesNotContain("Adam");
        StockNetworks.train(ours, 4, 8);
        assertThat(Bits.of(ours.params())).containsExactly(Bits.of(stock.params()));
        for (String kind : List.of("M", "V")) {
            assertThat(UpdaterStates.of(ours, kind)).containsExactly(UpdaterStates.of(stock, kind));
        }
    }

    /** Without AdaBelief, with which no network can be trained in 1.0.0-M2.1. */
    @Test
    void whatLooksLikeAdamIsNotAdam() {
        for (IUpdater updater : List.of(new AMSGrad(), new AdaMax(), new Nadam(), new OwnAdam(), new Sgd())) {
            Model network = StockNetworks.network(false, updater, null);
            String named = "layer0.W by " + updater.getClass().getSimpleName();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FreezingAdam.equip(network))
                    .withMessageContaining(named);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FreezingAdam.equipWhereAdam(network))
                    .withMessageContaining("No parameter of this network is updated by Adam")
                    .withMessageContaining(named);
        }
    }

    @Test
    void parametersThatDoNotTrainMayHaveNoUpdater() {
        Model network = StockNetworks.network(false, new Adam(0.01), new NoOp());
        FreezingAdam.equip(network);
        assertThat(UpdaterStates.updaters(network)).containsExactlyInAnyOrder("FreezingAdam", "NoOp");
    }

    @Test
    void whatIsNoInitialisedNetworkIsAnError() {
        MultiLayerConfiguration dense = ((MultiLayerNetwork) StockNetworks.network(false))
                .getLayerWiseConfigurations()
                .clone();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FreezingAdam.equip(new MultiLayerNetwork(dense)))
                .withMessageContaining("init()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FreezingAdam.equip(
                        new ComputationGraph(((ComputationGraph) StockNetworks.network(true)).getConfiguration())))
                .withMessageContaining("init()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FreezingAdam.equip(((MultiLayerNetwork) StockNetworks.network(false)).getLayer(0)))
                .withMessageContaining("MultiLayerNetwork or a ComputationGraph");
        assertThatThrownBy(() -> FreezingAdam.equip((Model) null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void anAdamThatCannotBeReplacedIsAnErrorThatChangesNothing() {
        MultiLayerNetwork network = TestNetworks.sequence(
                DataType.FLOAT,
                new Adam(0.01),
                new LastTimeStep(new LSTM.Builder().nOut(4).build()),
                new StubbornLayer(4),
                TestNetworks.output(4));
        String json = network.getLayerWiseConfigurations().toJson();
        Object updater = network.getUpdater();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FreezingAdam.equip(network))
                .withMessageContaining("layer1.W")
                .withMessageContaining("StubbornLayer");
        assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(json);
        assertThat(network.getUpdater()).isSameAs(updater);
    }
}
