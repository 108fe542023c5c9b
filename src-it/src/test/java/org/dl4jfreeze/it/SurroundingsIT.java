package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.datasets.iterator.IteratorMultiDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.InvocationType;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.deeplearning4j.optimize.listeners.EvaluativeListener;
import org.deeplearning4j.optimize.listeners.PerformanceListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.it.support.FrozenParameters;
import org.dl4jfreeze.it.support.SmallData;
import org.dl4jfreeze.it.support.SmallNetworks;
import org.dl4jfreeze.it.support.SmallNetworks.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.AsyncDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** What DL4J offers around a training in addition to listeners changes nothing and loses nothing. */
class SurroundingsIT {

    private static final int T0 = 7;
    private static final int BATCHES = 5;
    private static final int EPOCHS = 3;

    @TempDir
    File folder;

    private final FreezingListener listener =
            new FreezingListener(FreezePlan.atIteration(T0).fraction(0.6));

    private static DataSetIterator data() {
        List<DataSet> batches = SmallData.batches(0, BATCHES);
        return new ListDataSetIterator<>(
                DataSet.merge(batches).asList(), batches.get(0).numExamples());
    }

    private static void fit(Model model, DataSetIterator iterator, int epochs) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).fit(iterator, epochs);
        } else {
            ((ComputationGraph) model).fit(iterator, epochs);
        }
    }

    /** Parameters, mask and variance of the same training with the listener alone. */
    private void assertIsTrainingWithTheListenerAlone(Kind kind, Model model) {
        FreezingListener alone = new FreezingListener(FreezePlan.atIteration(T0).fraction(0.6));
        Model expected = kind.network(DataType.FLOAT);
        SmallNetworks.setListeners(expected, alone);
        fit(expected, data(), EPOCHS);
        assertThat(alone.isFrozen()).isTrue();
        assertThat(model.params().toFloatVector())
                .containsExactly(expected.params().toFloatVector());
        assertThat(listener.mask().isAnyFrozen()).isTrue();
        assertThat(listener.mask()).isEqualTo(alone.mask());
        assertThat(listener.samplesTaken()).isEqualTo(T0);
        assertThat(listener.variance().toFloatVector())
                .containsExactly(alone.variance().toFloatVector());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theTrainingUisListenerInMemory(Kind kind) {
        StatsStorage storage = new InMemoryStatsStorage();
        assertBeside(kind, new StatsListener(storage, 1));
        assertThat(storage.listSessionIDs()).hasSize(1);
        String session = storage.listSessionIDs().get(0);
        assertThat(storage.getAllUpdatesAfter(session, StatsListener.TYPE_ID, 0))
                .hasSize(BATCHES * EPOCHS);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theTrainingUisListenerInAFile(Kind kind) throws Exception {
        StatsStorage storage = new FileStatsStorage(new File(folder, "stats.dl4j"));
        try {
            assertBeside(kind, new StatsListener(storage, 1));
            assertThat(storage.listSessionIDs()).hasSize(1);
        } finally {
            storage.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void scoreAndPerformanceListeners(Kind kind) {
        CollectScoresIterationListener scores = new CollectScoresIterationListener(1);
        assertBeside(kind, scores, new PerformanceListener(1, true));
        assertThat(scores.getScoreVsIter().getEffectiveScores()).hasSize(BATCHES * EPOCHS);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anEvaluativeListenerInEveryIteration(Kind kind) {
        assertBeside(kind, new EvaluativeListener(data(), 1, InvocationType.ITERATION_END));
    }

    /** The files of the end of an epoch hold what is frozen. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aCheckpointListener(Kind kind) {
        CheckpointListener checkpoints = new CheckpointListener.Builder(folder)
                .keepAll()
                .saveEveryNEpochs(1)
                .build();
        assertBeside(kind, checkpoints);
        int last = checkpoints.lastCheckpoint().getCheckpointNum();
        Model restored = kind == Kind.MULTI_LAYER_NETWORK
                ? CheckpointListener.loadCheckpointMLN(folder, last)
                : CheckpointListener.loadCheckpointCG(folder, last);
        FreezeMask mask = listener.mask();
        assertThat(FreezableNetwork.of(restored).mask()).isEqualTo(mask);
        double[] before = restored.params().toDoubleVector();
        fit(restored, data(), 1);
        double[] after = restored.params().toDoubleVector();
        FrozenParameters.assertStayed(mask, before, after);
        assertThat(after).isNotEqualTo(before);
    }

    private void assertBeside(Kind kind, TrainingListener... others) {
        Model model = kind.network(DataType.FLOAT);
        List<TrainingListener> all = new ArrayList<>(List.of(others));
        // in front of one alone, between two
        all.add(others.length / 2, listener);
        SmallNetworks.setListeners(model, all.toArray(TrainingListener[]::new));
        fit(model, data(), EPOCHS);
        assertIsTrainingWithTheListenerAlone(kind, model);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anAsynchronousIterator(Kind kind) {
        Model model = kind.network(DataType.FLOAT);
        SmallNetworks.setListeners(model, listener);
        AsyncDataSetIterator iterator = new AsyncDataSetIterator(data(), 2);
        fit(model, iterator, EPOCHS);
        iterator.shutdown();
        assertIsTrainingWithTheListenerAlone(kind, model);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void earlyStoppingGivesBackTheBestModelWithItsMask(Kind kind) {
        Model model = kind.network(DataType.FLOAT);
        SmallNetworks.setListeners(model, listener);
        Model best =
                kind == Kind.MULTI_LAYER_NETWORK ? best((MultiLayerNetwork) model) : best((ComputationGraph) model);
        FreezeMask mask = listener.mask();
        assertThat(mask.isAnyFrozen()).isTrue();
        assertThat(FreezableNetwork.of(best).mask()).isEqualTo(mask);
        double[] parameters = model.params().toDoubleVector();
        double[] ofBest = best.params().toDoubleVector();
        FrozenParameters.assertStayed(mask, parameters, ofBest);
        fit(best, data(), 2);
        double[] after = best.params().toDoubleVector();
        FrozenParameters.assertStayed(mask, parameters, after);
        assertThat(after).isNotEqualTo(ofBest);
    }

    private static MultiLayerNetwork best(MultiLayerNetwork network) {
        EarlyStoppingConfiguration<MultiLayerNetwork> configuration = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(EPOCHS))
                .scoreCalculator(new DataSetLossCalculator(data(), true))
                .modelSaver(new InMemoryModelSaver<>())
                .build();
        return bestOf(new EarlyStoppingTrainer(configuration, network, data()).fit());
    }

    private static ComputationGraph best(ComputationGraph graph) {
        EarlyStoppingConfiguration<ComputationGraph> configuration = new EarlyStoppingConfiguration.Builder<
                        ComputationGraph>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(EPOCHS))
                .scoreCalculator(new DataSetLossCalculator(data(), true))
                .modelSaver(new InMemoryModelSaver<>())
                .build();
        return bestOf(new EarlyStoppingGraphTrainer(configuration, graph, data()).fit());
    }

    private static <T extends Model> T bestOf(EarlyStoppingResult<T> result) {
        assertThat(result.getTerminationDetails()).contains("MaxEpochs");
        return result.getBestModel();
    }

    @Test
    void multiDataSetsFromAnIterator() {
        ComputationGraph graph = SmallNetworks.twoInputsTwoOutputs(DataType.DOUBLE);
        graph.setListeners(listener, new CollectScoresIterationListener(1));
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            List<MultiDataSet> batches = List.of(
                    SmallData.multiBatch(0),
                    SmallData.multiBatch(1),
                    SmallData.multiBatch(2),
                    SmallData.multiBatch(3),
                    SmallData.multiBatch(4));
            graph.fit(new IteratorMultiDataSetIterator(batches.iterator(), 6));
        }
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.samplesTaken()).isEqualTo(T0);
        double[] before = graph.params().toDoubleVector();
        graph.fit(SmallData.multiBatch(9));
        double[] after = graph.params().toDoubleVector();
        FrozenParameters.assertStayed(listener.mask(), before, after);
        assertThat(after).isNotEqualTo(before);
    }
}
