package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.File;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingCheckpoint;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.it.support.FreezingLog;
import org.dl4jfreeze.it.support.ParallelTraining;
import org.dl4jfreeze.it.support.SmallData;
import org.dl4jfreeze.it.support.SmallNetworks;
import org.dl4jfreeze.it.support.SmallNetworks.Kind;
import org.dl4jfreeze.it.support.VarianceReference;
import org.dl4jfreeze.it.support.WorkerWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** The full covariance of the samples of all workers of a ParallelWrapper, and one decision by it. */
class ParallelCovarianceIT {

    private static final int T0 = 6;
    private static final int K = 41;

    @TempDir
    Path folder;

    private final FreezingLog log = new FreezingLog();
    private final VarianceReference reference = new VarianceReference();
    private final WorkerWatch watch = new WorkerWatch(T0);

    @AfterEach
    void closeLog() {
        log.close();
    }

    static Stream<Arguments> trainings() {
        return Stream.of(Kind.values()).flatMap(kind -> Stream.of(
                        ParallelTraining.AVERAGING_EVERY_ROUND, ParallelTraining.SHARED_FIXED_THRESHOLD)
                .flatMap(training -> IntStream.of(2, 3).mapToObj(workers -> Arguments.of(kind, training, workers))));
    }

    private static FreezingListener listener(Covariance covariance) {
        return FreezingListener.builder(FreezePlan.atIteration(T0).count(K).by(OrderCriterion.conditionalVariance()))
                .sampler(GradientSampler.firstExample())
                .covariance(covariance)
                .build();
    }

    private void assertIsThatOfAllSamples(FullCovariance covariance, int samples) {
        assertThat(reference.samples()).isEqualTo(samples);
        assertThat(covariance.samples()).isEqualTo(samples);
        int p = (int) covariance.diagonal().length();
        for (int i = 0; i < p; i++) {
            double ofI = reference.covariance(i, i);
            for (int j = 0; j < p; j++) {
                assertThat(covariance.entry(i, j))
                        .as("entry (%d, %d)", i, j)
                        .isCloseTo(
                                reference.covariance(i, j), offset(1e-9 * Math.sqrt(ofI * reference.covariance(j, j))));
            }
        }
    }

    /** Three fits: what the networks of the first have collected counts when they have been collected themselves. */
    @ParameterizedTest(name = "{0}, {1}, {2} workers")
    @MethodSource("trainings")
    void allWorkersFreezeByTheCovarianceOfAllTheirSamples(Kind kind, ParallelTraining training, int workers) {
        Model root = kind.network(training.dataType());
        try (FreezingListener listener = listener(Covariance.full())) {
            SmallNetworks.setListeners(root, listener, reference, watch);
            ParallelWrapper wrapper = training.wrap(root, workers);
            ParallelTraining.fit(wrapper, SmallData.batches(0, 2 * workers));
            List<WeakReference<Model>> discarded = watch.modelsExcept(root);
            assertThat(ParallelWrapperIT.collected(discarded)).isEqualTo(workers - 1);
            try (FullCovariance covariance = listener.covariance()) {
                assertIsThatOfAllSamples(covariance, 2 * workers);
            }
            ParallelTraining.fit(wrapper, SmallData.batches(100, 100 + (T0 + 1) * workers));
            ParallelTraining.fit(wrapper, SmallData.batches(300, 300 + 3 * workers));
            watch.checkParameters(root);
            try (FullCovariance covariance = listener.covariance()) {
                assertIsThatOfAllSamples(covariance, T0 * workers);
                double lambda =
                        covariance.ridge(OrderCriterion.conditionalVariance().ridge());
                assertThat(listener.order())
                        .isEqualTo(ParameterOrder.ascending(
                                covariance.conditionalVariance(lambda).toDoubleVector()));
            }
        }
        assertOneMask(root, 3 * workers - 2);
    }

    private void assertOneMask(Model root, int models) {
        assertThat(watch.violations())
                // it counts by model, and the networks of the first fit have not seen all iterations
                .filteredOn(v -> !v.contains("although no worker has done"))
                .isEmpty();
        assertThat(watch.mask().frozenCount()).isEqualTo(K);
        assertThat(watch.modelsSeenFrozen()).isLessThanOrEqualTo(models).isGreaterThan(models / 3);
        assertThat(log.decisions()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsSavedBetweenTwoFitsIsThatOfAllAndGoesOnInOneNetwork(Kind kind) {
        Model root = kind.network(DataType.DOUBLE);
        FreezingListener listener = listener(Covariance.full().dense());
        SmallNetworks.setListeners(root, listener, reference, watch);
        ParallelTraining.fit(ParallelTraining.AVERAGING_EVERY_ROUND.wrap(root, 3), SmallData.batches(0, 9));
        File file = folder.resolve("workers.zip").toFile();
        FreezingCheckpoint.save(root, listener, file);
        FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file);
        assertIsThatOfAllSamples(checkpoint.listener().covariance(), 9);
        SmallNetworks.setListeners(checkpoint.model(), checkpoint.listener(), reference);
        SmallNetworks.fit(checkpoint.model(), SmallData.batches(50, 50 + T0));
        assertThat(checkpoint.listener().isFrozen()).isTrue();
        assertIsThatOfAllSamples(checkpoint.listener().covariance(), 9 + T0 - 3);
        checkpoint.listener().close();
        listener.close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aNetworkThatGoesOnAloneGoesOnWithThatOfAll(Kind kind) {
        Model root = kind.network(DataType.DOUBLE);
        try (FreezingListener listener = listener(Covariance.full().atMost(7))) {
            SmallNetworks.setListeners(root, listener, reference, watch);
            ParallelTraining.fit(ParallelTraining.AVERAGING_EVERY_ROUND.wrap(root, 2), SmallData.batches(0, 4));
            SmallNetworks.fit(root, SmallData.batches(50, 53));
            assertIsThatOfAllSamples(listener.covariance(), 7);
            FullCovariance own = listener.covariance();
            SmallNetworks.fit(root, SmallData.batches(53, 56));
            assertThat(listener.covariance()).isSameAs(own);
            assertThat(own.samples()).as("no more than the limit").isEqualTo(7);
            assertThat(listener.isFrozen()).isTrue();
        }
    }
}
