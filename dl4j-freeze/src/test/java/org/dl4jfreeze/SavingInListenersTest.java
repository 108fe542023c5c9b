package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.IteratorMultiDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * A listener of the user's own that saves while the network trains, called before the freezing listener or after it: training
 * resumes bit for bit from each of its files.
 */
class SavingInListenersTest {

    private static final int EPOCHS = 6;
    private static final int BATCHES = 3;

    @TempDir
    Path folder;

    /** Saves in one of the two callbacks, as users write it by hand. */
    private final class Saver extends BaseTrainingListener {

        private final FreezingListener freezing;
        private final boolean inIterations;
        private int files;

        Saver(FreezingListener freezing, boolean inIterations) {
            this.freezing = freezing;
            this.inIterations = inIterations;
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            if (inIterations) {
                FreezingCheckpoint.save(model, freezing, file(++files));
            }
        }

        @Override
        public void onEpochEnd(Model model) {
            if (!inIterations) {
                FreezingCheckpoint.save(model, freezing, file(++files));
            }
        }
    }

    private File file(int number) {
        return folder.resolve("saved-" + number + ".zip").toFile();
    }

    /** A network with all that DL4J does after it has called its listeners: constraints, and counts that schedules depend on. */
    private static Model network(NetworkKind kind, ScheduleType unit) {
        FreezingAdam adam = new FreezingAdam(new MapSchedule.Builder(unit)
                .add(0, 0.05)
                .add(2, 0.02)
                .add(4, 0.01)
                .add(9, 0.005)
                .build());
        return kind.network(adam, SavingInListenersTest::constrain);
    }

    private static void constrain(NeuralNetConfiguration.Builder builder) {
        builder.weightDecay(0.05)
                .constrainWeights(new NonNegativeConstraint(), new MaxNormConstraint(0.3, 1))
                .constrainBias(new NonNegativeConstraint());
    }

    /** Trains from a batch of the first epoch to the last batch of the last. */
    private static void train(NetworkKind kind, Model model, int batchesDone, int epochs) {
        for (int e = 0; e < epochs; e++) {
            List<MultiDataSet> batches = new ArrayList<>();
            for (int i = e == 0 ? batchesDone : 0; i < BATCHES; i++) {
                batches.add(kind.batch(i));
            }
            MultiDataSetIterator iterator = new IteratorMultiDataSetIterator(batches.iterator(), 6);
            if (model instanceof ComputationGraph) {
                ((ComputationGraph) model).fit(iterator);
            } else {
                ((MultiLayerNetwork) model).fit(iterator);
            }
        }
    }

    static Stream<Arguments> orders() {
        List<Arguments> all = new ArrayList<>();
        for (NetworkKind kind : NetworkKind.values()) {
            for (ScheduleType unit : ScheduleType.values()) {
                for (boolean saverFirst : new boolean[] {false, true}) {
                    for (FreezePlan plan : List.of(
                            FreezePlan.atEpoch(4).fraction(0.5),
                            FreezePlan.atIteration(7).fraction(0.5),
                            FreezePlan.atIteration(9).fraction(0.5).reorderedEvery(2))) {
                        all.add(Arguments.of(kind, unit, saverFirst, plan));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, schedule by {1}, saver first {2}, {3}")
    @MethodSource("orders")
    void trainingResumesFromTheEndOfEachEpoch(
            NetworkKind kind, ScheduleType unit, boolean saverFirst, FreezePlan plan) {
        Saved straight = trained(kind, unit, saverFirst, plan, false);
        assertThat(straight.saver.files).isEqualTo(EPOCHS);
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            straight.assertSameAfter(kind, epoch, 0, EPOCHS - epoch);
        }
    }

    @ParameterizedTest(name = "{0}, schedule by {1}, saver first {2}, {3}")
    @MethodSource("orders")
    void trainingResumesFromEachIteration(NetworkKind kind, ScheduleType unit, boolean saverFirst, FreezePlan plan) {
        Saved straight = trained(kind, unit, saverFirst, plan, true);
        assertThat(straight.saver.files).isEqualTo(EPOCHS * BATCHES);
        for (int done = 1; done <= EPOCHS * BATCHES; done++) {
            // after the last batch of an epoch the epoch has not ended yet: an empty one ends it
            int epochsDone = (done - 1) / BATCHES;
            straight.assertSameAfter(kind, done, done - epochsDone * BATCHES, EPOCHS - epochsDone);
        }
    }

    /** DL4J applies the constraints of t0 when all listeners have been called; the file holds what they make of it. */
    @ParameterizedTest(name = "{0}, saver first {1}")
    @MethodSource("kindsAndPositions")
    void theFileOfT0HoldsWhatStockAdamHasAfterAsManyIterations(NetworkKind kind, boolean saverFirst) {
        Model stock = kind.network(new Adam(0.05), SavingInListenersTest::constrain);
        train(kind, stock, 0, 1);
        Model model = kind.network(new FreezingAdam(0.05), SavingInListenersTest::constrain);
        FreezingListener freezing =
                new FreezingListener(FreezePlan.atIteration(BATCHES).fraction(0.5));
        Saver saver = new Saver(freezing, true);
        Training.addListeners(model, saverFirst ? saver : freezing, saverFirst ? freezing : saver);
        train(kind, model, 0, 1);
        Model saved = FreezingCheckpoint.load(file(BATCHES)).model();
        assertThat(FreezableNetwork.of(saved).mask().isAnyFrozen()).isTrue();
        assertThat(Bits.of(saved.params())).containsExactly(Bits.of(stock.params()));
    }

    static Stream<Arguments> kindsAndPositions() {
        return Stream.of(NetworkKind.values())
                .flatMap(kind -> Stream.of(Arguments.of(kind, false), Arguments.of(kind, true)));
    }

    /** A training from start to end, during which a listener saves, which must not disturb it. */
    private Saved trained(
            NetworkKind kind, ScheduleType unit, boolean saverFirst, FreezePlan plan, boolean inIterations) {
        Model undisturbed = network(kind, unit);
        FreezingListener alone = new FreezingListener(plan);
        Training.addListeners(undisturbed, alone);
        train(kind, undisturbed, 0, EPOCHS);
        Model model = network(kind, unit);
        FreezingListener freezing = new FreezingListener(plan);
        Saver saver = new Saver(freezing, inIterations);
        if (saverFirst) {
            Training.addListeners(model, saver, freezing);
        } else {
            Training.addListeners(model, freezing, saver);
        }
        train(kind, model, 0, EPOCHS);
        Saved saved = new Saved(undisturbed, alone, saver);
        saved.assertSame(model, freezing);
        return saved;
    }

    private final class Saved {

        private final Model model;
        private final FreezingListener freezing;
        private final Saver saver;

        Saved(Model model, FreezingListener freezing, Saver saver) {
            this.model = model;
            this.freezing = freezing;
            this.saver = saver;
        }

        void assertSameAfter(NetworkKind kind, int number, int batchesDone, int epochs) {
            FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file(number));
            train(kind, checkpoint.model(), batchesDone, epochs);
            assertSame(checkpoint.model(), checkpoint.listener());
        }

        void assertSame(Model other, FreezingListener listener) {
            assertThat(Bits.of(other.params())).containsExactly(Bits.of(model.params()));
            assertThat(Bits.of(Training.updaterState(other))).containsExactly(Bits.of(Training.updaterState(model)));
            FrozenParameters.assertSameMask(listener.mask(), freezing.mask());
            assertThat(listener.order()).isEqualTo(freezing.order());
            assertThat(listener.samplesTaken()).isEqualTo(freezing.samplesTaken());
            assertThat(counts(other)).isEqualTo(counts(model));
        }

        private String counts(Model of) {
            return of instanceof ComputationGraph
                    ? ((ComputationGraph) of).getIterationCount() + " " + ((ComputationGraph) of).getEpochCount()
                    : ((MultiLayerNetwork) of).getIterationCount() + " " + ((MultiLayerNetwork) of).getEpochCount();
        }
    }

    @ParameterizedTest
    @EnumSource
    void savingBetweenGradientAndUpdateIsRefused(NetworkKind kind) {
        Model model = network(kind, ScheduleType.ITERATION);
        FreezingListener freezing =
                new FreezingListener(FreezePlan.atIteration(3).fraction(0.5));
        Training.addListeners(model, freezing, new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model of) {
                FreezingCheckpoint.save(of, freezing, file(1));
            }
        });
        assertThatThrownBy(() -> kind.train(model, 0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("save in iterationDone, in onEpochEnd, or between two calls of fit");
        FreezingCheckpoint.save(model, freezing, file(2));
        assertThat(file(2)).exists();
    }

    /** A network that is saved while another one trains is not in an iteration of its own. */
    @Test
    void aNetworkAtRestIsSavedAsItIsInTheListenerOfAnother() {
        NetworkKind kind = NetworkKind.MULTI_LAYER;
        Model resting = network(kind, ScheduleType.EPOCH);
        FreezingListener ofResting = new FreezingListener(FreezePlan.atEpoch(3).fraction(0.5));
        Training.addListeners(resting, ofResting);
        train(kind, resting, 0, 2);
        Model training = network(kind, ScheduleType.EPOCH);
        FreezingListener ofTraining = new FreezingListener(FreezePlan.never());
        Training.addListeners(training, ofTraining, new BaseTrainingListener() {
            @Override
            public void iterationDone(Model of, int iteration, int epoch) {
                FreezingCheckpoint.save(resting, ofResting, file(1));
            }

            @Override
            public void onEpochEnd(Model of) {
                FreezingCheckpoint.save(resting, ofResting, file(2));
            }
        });
        train(kind, training, 0, 1);
        train(kind, resting, 0, 4);
        for (int number : new int[] {1, 2}) {
            FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file(number));
            train(kind, checkpoint.model(), 0, 4);
            new Saved(resting, ofResting, null).assertSame(checkpoint.model(), checkpoint.listener());
        }
    }
}
