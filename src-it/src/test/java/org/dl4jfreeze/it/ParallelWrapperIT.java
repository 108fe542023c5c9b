package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.IteratorMultiDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.it.support.FreezingLog;
import org.dl4jfreeze.it.support.ParallelTraining;
import org.dl4jfreeze.it.support.SmallData;
import org.dl4jfreeze.it.support.SmallNetworks;
import org.dl4jfreeze.it.support.SmallNetworks.Kind;
import org.dl4jfreeze.it.support.StartTogether;
import org.dl4jfreeze.it.support.VarianceReference;
import org.dl4jfreeze.it.support.WorkerWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Training by ParallelWrapper: one listener, one decision, the same frozen values in every worker, for good. */
class ParallelWrapperIT {

    static final int T0 = 4;
    private static final int K = 41;

    private final FreezingLog log = new FreezingLog();
    private final FreezingListener listener =
            new FreezingListener(FreezePlan.atIteration(T0).count(K));
    private final VarianceReference reference = new VarianceReference();
    private final WorkerWatch watch = new WorkerWatch(T0);

    @AfterEach
    void closeLog() {
        log.close();
    }

    static Stream<Arguments> trainings() {
        return Stream.of(Kind.values()).flatMap(kind -> Stream.of(ParallelTraining.values())
                .flatMap(training -> IntStream.of(2, 3, 4).mapToObj(workers -> Arguments.of(kind, training, workers))));
    }

    /** What moves parameters behind the updater, a different one for each number of workers. */
    static Consumer<NeuralNetConfiguration.Builder> options(int workers) {
        switch (workers) {
            case 3:
                return builder -> builder.weightDecay(0.1);
            case 4:
                return builder -> builder.constrainWeights(new MaxNormConstraint(0.5, 1));
            default:
                return builder -> {};
        }
    }

    private ParallelWrapper wrap(Model model, ParallelTraining training, int workers) {
        SmallNetworks.setListeners(model, listener, reference, watch);
        return training.wrap(model, workers);
    }

    @ParameterizedTest(name = "{0}, {1}, {2} workers")
    @MethodSource("trainings")
    void allWorkersFreezeAsOneAndForGood(Kind kind, ParallelTraining training, int workers) {
        Model root = kind.network(training.dataType(), options(workers));
        ParallelWrapper wrapper = wrap(root, training, workers);
        // 9 whole rounds and one of a single worker, then 5 more with new worker models
        ParallelTraining.fit(wrapper, SmallData.batches(0, 9 * workers + 1));
        assertOneDecision(workers, T0 * workers);
        double[] atEndOfFirstFit = root.params().toDoubleVector();
        watch.checkParameters(root);
        ParameterOrder order = listener.order();
        ParallelTraining.fit(wrapper, SmallData.batches(100, 100 + 5 * workers));
        watch.checkParameters(root);
        assertOneDecision(2 * workers - 1, T0 * workers);
        assertThat(listener.order()).as("order after the second fit").isSameAs(order);
        assertActiveOnesMoved(atEndOfFirstFit, root);
    }

    /** One decision that all models carried out, from all workers' samples. */
    private void assertOneDecision(int models, int samples) {
        assertThat(watch.violations()).isEmpty();
        assertThat(watch.mask()).as("mask in the workers").isNotNull();
        assertThat(watch.modelsSeenFrozen()).as("models frozen").isEqualTo(models);
        assertThat(watch.mask().frozenCount()).isEqualTo(K);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.mask()).isEqualTo(watch.mask());
        assertThat(listener.mask()).isEqualTo(listener.order().lowest(K));
        assertThat(log.decisions()).as("log lines of decisions").hasSize(1);
        assertThat(log.warnings()).isEmpty();
        assertVarianceIsThatOf(samples);
    }

    private void assertVarianceIsThatOf(int samples) {
        assertThat(reference.samples()).as("samples of the reference").isEqualTo(samples);
        assertThat(listener.samplesTaken()).isEqualTo(samples);
        double[] expected = reference.variance();
        double[] found = listener.variance().toDoubleVector();
        // FLOAT: the difference of two gradients, of which each is off by some 1e-7 of the largest terms in it
        boolean isDouble = listener.variance().dataType() == DataType.DOUBLE;
        double largest = Arrays.stream(expected).max().orElseThrow();
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i])
                    .as("variance of parameter %d", i)
                    .isCloseTo(
                            expected[i], offset(isDouble ? 1e-9 * expected[i] : 1e-5 * expected[i] + 1e-9 * largest));
        }
    }

    /** Of shared gradients some stay below the threshold for a while. */
    private void assertActiveOnesMoved(double[] before, Model model) {
        double[] after = model.params().toDoubleVector();
        FreezeMask mask = listener.mask();
        long active =
                IntStream.range(0, before.length).filter(i -> !mask.isFrozen(i)).count();
        assertThat(IntStream.range(0, before.length)
                        .filter(i -> !mask.isFrozen(i) && after[i] != before[i])
                        .count())
                .as("active parameters that moved, of " + active)
                .isGreaterThan(active / 2);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void iterationsAndSamplesAddUpOverSeveralFitsBeforeT0(Kind kind) {
        Model root = kind.network(DataType.DOUBLE);
        ParallelWrapper wrapper = wrap(root, ParallelTraining.AVERAGING_EVERY_ROUND, 3);
        ParallelTraining.fit(wrapper, SmallData.batches(0, 3));
        ParallelTraining.fit(wrapper, SmallData.batches(3, 9));
        assertThat(listener.isFrozen()).isFalse();
        assertVarianceIsThatOf(9);
        ParallelTraining.fit(wrapper, SmallData.batches(9, 18));
        assertVarianceIsThatOf(3 * T0);
        assertThat(listener.mask().frozenCount()).isEqualTo(K);
        assertThat(log.decisions()).hasSize(1);
        watch.checkParameters(root);
        // the watch counts per model, and these have done only one iteration before t0 of the training
        assertThat(watch.violations())
                .filteredOn(v -> !v.contains("although no worker has done"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsDueAfterTheLastRoundHoldsInTheNextFit(Kind kind) {
        Model root = kind.network(DataType.DOUBLE);
        ParallelWrapper wrapper = wrap(root, ParallelTraining.AVERAGING_EVERY_ROUND, 3);
        ParallelTraining.fit(wrapper, SmallData.batches(0, 3 * T0));
        assertVarianceIsThatOf(3 * T0);
        ParallelTraining.fit(wrapper, SmallData.batches(3 * T0, 3 * T0 + 6));
        watch.checkParameters(root);
        assertOneDecision(3, 3 * T0);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aNewWrapperGoesOnWithTheMask(Kind kind) {
        Model root = kind.network(DataType.DOUBLE);
        ParallelTraining.fit(wrap(root, ParallelTraining.AVERAGING_EVERY_ROUND, 2), SmallData.batches(0, 2 * (T0 + 2)));
        ParallelTraining.fit(wrap(root, ParallelTraining.AVERAGING_EVERY_THIRD_ROUND, 2), SmallData.batches(50, 60));
        watch.checkParameters(root);
        assertOneDecision(3, 2 * T0);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aPretrainedNetworkFreezesT0IterationsAfterTheListenerCame(Kind kind) {
        Model root = kind.network(DataType.DOUBLE);
        SmallNetworks.fit(root, SmallData.batches(200, 210));
        ParallelTraining.fit(wrap(root, ParallelTraining.AVERAGING_EVERY_ROUND, 3), SmallData.batches(0, 3 * (T0 + 3)));
        watch.checkParameters(root);
        assertOneDecision(3, 3 * T0);
    }

    @ParameterizedTest
    @EnumSource(
            value = ParallelTraining.class,
            names = {"AVERAGING_EVERY_ROUND", "SHARED_ADAPTIVE_THRESHOLD"})
    void aGraphWithTwoInputsAndTwoOutputs(ParallelTraining training) {
        ComputationGraph root = SmallNetworks.twoInputsTwoOutputs(training.dataType());
        ParallelWrapper wrapper = wrap(root, training, 3);
        List<MultiDataSet> batches = new ArrayList<>();
        for (int number = 0; number < 3 * (T0 + 4); number++) {
            batches.add(SmallData.multiBatch(number));
        }
        wrapper.fit(new IteratorMultiDataSetIterator(batches.iterator(), 6));
        watch.checkParameters(root);
        assertOneDecision(3, 3 * T0);
    }

    /** Of 3 workers one does every third round only, before and after t0. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aWorkerThatSatOutFreezesWithTheOthers(Kind kind) {
        Model root = kind.network(DataType.DOUBLE);
        ParallelWrapper wrapper = wrap(root, ParallelTraining.AVERAGING_EVERY_ROUND, 3);
        ParallelTraining.fit(wrapper, SmallData.batches(0, 5));
        ParallelTraining.fit(wrapper, SmallData.batches(5, 10));
        ParallelTraining.fit(wrapper, SmallData.batches(10, 22));
        watch.checkParameters(root);
        assertThat(watch.violations())
                .filteredOn(v -> !v.contains("although no worker has done"))
                .isEmpty();
        assertVarianceIsThatOf(10);
        assertThat(listener.mask())
                .isEqualTo(watch.mask())
                .isEqualTo(listener.order().lowest(K));
        assertThat(log.decisions()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void twoRunsGiveTheSameMask(Kind kind) {
        FreezeMask[] masks = new FreezeMask[2];
        long[][] parameters = new long[2][];
        for (int run = 0; run < 2; run++) {
            Nd4j.getRandom().setSeed(7);
            FreezingListener fresh =
                    new FreezingListener(FreezePlan.atIteration(T0).count(K));
            Model root = kind.network(DataType.DOUBLE);
            SmallNetworks.setListeners(root, fresh, new StartTogether(3));
            ParallelTraining.fit(
                    ParallelTraining.AVERAGING_EVERY_ROUND.wrap(root, 3), SmallData.batches(0, 3 * (T0 + 3)));
            masks[run] = fresh.mask();
            parameters[run] = bits(root);
        }
        assertThat(masks[0].frozenCount()).isEqualTo(K);
        assertThat(masks[1]).isEqualTo(masks[0]);
        assertThat(parameters[1]).isEqualTo(parameters[0]);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void discardedWorkerModelsAreCollectedAlthoughTheListenerLives(Kind kind) {
        Model root = kind.network(DataType.DOUBLE);
        ParallelTraining.fit(wrap(root, ParallelTraining.AVERAGING_EVERY_ROUND, 4), SmallData.batches(0, 4 * (T0 + 2)));
        List<WeakReference<Model>> discarded = watch.modelsExcept(root);
        assertThat(discarded).hasSize(3);
        assertThat(collected(discarded))
                .as("worker models that nothing but the listener can hold, collected after 50 garbage collections")
                .isEqualTo(3);
        assertThat(listener.isFrozen()).isTrue();
    }

    static long[] bits(Model model) {
        return Arrays.stream(model.params().toDoubleVector())
                .mapToLong(Double::doubleToRawLongBits)
                .toArray();
    }

    static long collected(List<WeakReference<Model>> models) {
        for (int round = 0; round < 50; round++) {
            System.gc();
            if (models.stream().allMatch(model -> model.get() == null)) {
                break;
            }
        }
        return models.stream().filter(model -> model.get() == null).count();
    }

    /** Where one network trains alone, so that the reference can be trusted with several. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void theReferenceAgreesOnOneNetworkAlone(Kind kind) {
        Model model = kind.network(DataType.DOUBLE);
        SmallNetworks.setListeners(model, listener, reference, watch);
        SmallNetworks.fit(model, SmallData.batches(0, T0 + 2));
        assertOneDecision(1, T0);
    }
}
