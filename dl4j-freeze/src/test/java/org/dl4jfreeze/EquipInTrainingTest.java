package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.CollectScoresListener;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.Saving;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.dl4jfreeze.support.UpdaterStates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Learning rates, counts, arrays and listeners of a network that is equipped in the middle of its training. */
class EquipInTrainingTest {

    private static int iterations(Model model) {
        return model instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) model).getIterationCount()
                : ((ComputationGraph) model).getIterationCount();
    }

    @Test
    void learningRatesAreThoseOfNowAndCanBeChangedAfterwards() {
        MultiLayerNetwork stock = TestNetworks.sequence(
                DataType.FLOAT,
                new Adam(0.01),
                new LastTimeStep(new LSTM.Builder().nOut(4).build()),
                TestNetworks.output(4));
        stock.fit(TestData.sequence(DataType.FLOAT, 6, 1));
        stock.setLearningRate(0, 0.03);
        MultiLayerNetwork ours = FreezingAdam.equip((MultiLayerNetwork) Saving.restored(stock, true));
        assertThat(ours.getLearningRate(0)).isEqualTo(0.03);
        assertThat(ours.getLearningRate(1)).isEqualTo(0.01);
        for (double rate : new double[] {0.03, 0.002}) {
            stock.setLearningRate(0, rate);
            ours.setLearningRate(0, rate);
            stock.fit(TestData.sequence(DataType.FLOAT, 6, 2));
            ours.fit(TestData.sequence(DataType.FLOAT, 6, 2));
            ours = (MultiLayerNetwork) Saving.restored(ours, true);
            assertThat(ours.getLearningRate(0)).isEqualTo(rate);
            assertThat(Bits.of(ours.params())).containsExactly(Bits.of(stock.params()));
        }
    }

    @Test
    void aSchedulesCopyIsKept() {
        ExponentialSchedule schedule = new ExponentialSchedule(ScheduleType.EPOCH, 0.1, 0.9);
        MultiLayerNetwork network = TestNetworks.dense(DataType.FLOAT, new Adam(schedule));
        MultiLayerConfiguration before = network.getLayerWiseConfigurations();
        FreezingAdam.equip(network);
        FreezingAdam ours = (FreezingAdam) UpdaterStates.configuration(network, "layer1", "W");
        Adam old = (Adam) ((BaseLayer) before.getConf(1).getLayer()).getIUpdater();
        assertThat(old.getClass()).isEqualTo(Adam.class);
        assertThat(ours.getLearningRateSchedule()).isEqualTo(schedule).isNotSameAs(old.getLearningRateSchedule());
    }

    @ParameterizedTest(name = "graph {0}")
    @ValueSource(booleans = {false, true})
    void arraysListenersAndCountsAreTheSame(boolean graph) {
        Model network = StockNetworks.network(graph);
        CollectScoresListener scores = new CollectScoresListener(1);
        Training.addListeners(network, scores);
        StockNetworks.train(network, 0, 4);
        INDArray params = network.params();
        FreezingAdam.equip(network);
        assertThat(network.params().data().address()).isEqualTo(params.data().address());
        assertThat(iterations(network)).isEqualTo(4);
        StockNetworks.train(network, 4, 6);
        assertThat(iterations(network)).isEqualTo(6);
        assertThat(scores.getListIteration().size()).isEqualTo(6);
    }

    @ParameterizedTest(name = "graph {0}")
    @ValueSource(booleans = {false, true})
    void aListenerMayEquipInTheMiddleOfTraining(boolean graph) {
        Model stock = StockNetworks.network(graph, scheduled(), null);
        StockNetworks.train(stock, 0, 6);
        for (int hook = 0; hook < 4; hook++) {
            int at = hook;
            Model ours = StockNetworks.network(graph, scheduled(), null);
            Training.addListeners(ours, new BaseTrainingListener() {
                @Override
                public void onForwardPass(Model model, List<INDArray> activations) {
                    equip(0, model);
                }

                @Override
                public void onForwardPass(Model model, Map<String, INDArray> activations) {
                    equip(0, model);
                }

                @Override
                public void onBackwardPass(Model model) {
                    equip(1, model);
                }

                @Override
                public void onGradientCalculation(Model model) {
                    equip(2, model);
                }

                @Override
                public void iterationDone(Model model, int iteration, int epoch) {
                    equip(3, model);
                }

                private void equip(int now, Model model) {
                    if (now == at && iterations(model) == 2) {
                        FreezingAdam.equip(model);
                    }
                }
            });
            StockNetworks.train(ours, 0, 6);
            assertThat(UpdaterStates.updaters(ours)).contains("FreezingAdam").doesNotContain("Adam");
            assertThat(Bits.of(ours.params())).as("hook " + hook).containsExactly(Bits.of(stock.params()));
        }
    }

    private static Adam scheduled() {
        return new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 0.02, 0.8));
    }

    @ParameterizedTest(name = "graph {0}")
    @ValueSource(booleans = {false, true})
    void aListenersIterationsCountFromItsAttachment(boolean graph) {
        Model network = StockNetworks.network(graph);
        StockNetworks.train(network, 0, 4);
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(3).fraction(0.5));
        Training.addListeners(FreezingAdam.equip(network), listener);
        StockNetworks.train(network, 4, 6);
        assertThat(listener.mask().isAnyFrozen()).isFalse();
        StockNetworks.train(network, 6, 8);
        assertThat(listener.mask().isAnyFrozen()).isTrue();
        assertThat(listener.samplesTaken()).isEqualTo(3);
    }
}
