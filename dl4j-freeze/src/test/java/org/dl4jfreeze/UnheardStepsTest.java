package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Stacks;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;

/** FreezingAdam makes steps and no listener hears of them: one line says so, for each way to come there, and no other. */
class UnheardStepsTest {

    private static final int STEPS = 15;

    private final CapturedLog log = new CapturedLog(FreezingAdamUpdater.class);

    @AfterEach
    void closeLog() {
        log.close();
    }

    private static FreezingListener listener() {
        return new FreezingListener(FreezePlan.atIteration(500).fraction(0.5));
    }

    /** Two learning rates make two updater blocks. */
    private static Model network(NetworkKind kind) {
        Model model = kind.network(new FreezingAdam(0.01));
        NetworkKind.setLayersLearningRate(model, 0.02);
        return model;
    }

    private static ListDataSetIterator<DataSet> batches(int count) {
        List<DataSet> batches = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            MultiDataSet batch = TestData.dense(DataType.DOUBLE, 6, t);
            batches.add(new DataSet(batch.getFeatures(0), batch.getLabels(0)));
        }
        return new ListDataSetIterator<>(batches, 1);
    }

    private void assertOneWarning(String... parts) {
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("10 steps")
                .contains(parts);
    }

    @ParameterizedTest
    @EnumSource
    void aForgottenListenerIsSaidOncePerNetwork(NetworkKind kind) {
        Model model = network(kind);
        kind.train(model, 0, 9);
        assertThat(log.warnings()).isEmpty();
        kind.train(model, 9, 3 * STEPS);
        assertOneWarning("in fit", "addListeners(listener)");
        kind.train(network(kind), 0, STEPS);
        assertThat(log.warnings()).as("of another network too").hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatWasReplacedIsSaid(NetworkKind kind) {
        Model model = network(kind);
        Training.addListeners(model, listener());
        kind.train(model, 0, STEPS);
        assertThat(log.warnings()).isEmpty();
        Training.setListeners(model, new CollectScoresIterationListener());
        kind.train(model, STEPS, 2 * STEPS);
        assertOneWarning("one heard of earlier steps", "setListeners");
    }

    @Test
    void aTrainerThatTrainsANetworkOfItsOwnIsSaid() {
        MultiLayerNetwork network = TestNetworks.dense(DataType.DOUBLE, new FreezingAdam(0.01));
        network.addListeners(listener());
        EarlyStoppingConfiguration<MultiLayerNetwork> stopping = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(2))
                .scoreCalculator(new DataSetLossCalculator(batches(1), true))
                .modelSaver(new InMemoryModelSaver<>())
                .build();
        new EarlyStoppingTrainer(stopping, network, batches(STEPS)).fit();
        assertThat(log.warnings()).as("the network that has the listener").isEmpty();
        new EarlyStoppingTrainer(stopping, network.getLayerWiseConfigurations().clone(), batches(STEPS)).fit();
        assertOneWarning("early-stopping trainer", "configuration");
    }

    @ParameterizedTest
    @EnumSource
    void pretrainingIsSaidOnce(NetworkKind kind) {
        Model model = Stacks.of(
                kind == NetworkKind.GRAPH,
                DataType.DOUBLE,
                new FreezingAdam(0.01),
                builder -> {},
                InputType.feedForward(4),
                new AutoEncoder.Builder().nOut(4).build(),
                new AutoEncoder.Builder().nOut(4).build(),
                TestNetworks.output(4));
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).pretrain(batches(STEPS));
        } else {
            ((org.deeplearning4j.nn.graph.ComputationGraph) model).pretrain(batches(STEPS));
        }
        assertOneWarning("pretraining");
    }

    @Test
    void pretrainingOfANetworkWhoseListenerHasSeenItIsNotSaid() {
        Model model = Stacks.of(
                false,
                DataType.DOUBLE,
                new FreezingAdam(0.01),
                builder -> {},
                InputType.feedForward(4),
                new AutoEncoder.Builder().nOut(4).build(),
                new DenseLayer.Builder().nOut(4).build(),
                TestNetworks.output(4));
        Training.addListeners(model, listener());
        Training.fit(model, 0, 1, t -> TestData.dense(DataType.DOUBLE, 6, t));
        ((MultiLayerNetwork) model).pretrain(batches(STEPS));
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void stepsMadeByHandAreSaid() {
        MultiLayerNetwork network = TestNetworks.dense(DataType.DOUBLE, new FreezingAdam(0.01));
        network.addListeners(listener());
        for (int t = 0; t < STEPS; t++) {
            MultiDataSet batch = TestData.dense(DataType.DOUBLE, 6, t);
            network.setInput(batch.getFeatures(0));
            network.setLabels(batch.getLabels(0));
            network.computeGradientAndScore();
            Gradient gradient = network.gradient();
            network.getUpdater().update(network, gradient, t, 0, 6, LayerWorkspaceMgr.noWorkspaces());
            network.params().subi(gradient.gradient());
        }
        assertOneWarning("code other than DL4J's fit");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSaidOfANetworkThatIsFrozenOrWasThawedByHand(NetworkKind kind) {
        Model model = network(kind);
        kind.train(model, 0, 5);
        FreezableNetwork network = FreezableNetwork.of(model);
        network.freeze(
                new FreezeMask.Builder(network.parameterCount()).freeze(3).build());
        kind.train(model, 5, 2 * STEPS);
        network.thaw();
        kind.train(model, 2 * STEPS, 3 * STEPS);
        assertThat(log.warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSaidOfARestoredNetworkInWhichOneBlockHasSomethingFrozen(NetworkKind kind) {
        Model model = network(kind);
        kind.train(model, 0, 1);
        FreezableNetwork network = FreezableNetwork.of(model);
        network.freeze(
                new FreezeMask.Builder(network.parameterCount()).freeze(0).build());
        Model clone = NetworkKind.cloneOf(model);
        kind.train(clone, 1, 3 * STEPS);
        assertThat(log.warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSaidWhereAListenerHears(NetworkKind kind) {
        List<Consumer<Model>> ways = List.of(
                model -> Training.addListeners(model, new FreezingListener(FreezePlan.never())),
                model -> Training.addListeners(model, listener(), listener()),
                model -> Training.addListeners(
                        model,
                        FreezingListener.builder(FreezePlan.atIteration(400).fraction(0.1))
                                .sampler(GradientSampler.wholeBatch().every(2))
                                .build()));
        for (Consumer<Model> way : ways) {
            Model model = network(kind);
            way.accept(model);
            kind.train(model, 0, STEPS);
            Model clone = NetworkKind.cloneOf(model);
            way.accept(clone);
            NetworkKind.setLearningRate(model, 0.03);
            kind.train(model, STEPS, 3 * STEPS);
            kind.train(clone, STEPS, 3 * STEPS);
        }
        assertThat(log.warnings()).isEmpty();
    }
}
