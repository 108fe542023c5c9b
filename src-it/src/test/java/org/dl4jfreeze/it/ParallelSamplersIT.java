package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.it.support.ParallelTraining;
import org.dl4jfreeze.it.support.SmallData;
import org.dl4jfreeze.it.support.SmallNetworks;
import org.dl4jfreeze.it.support.SmallNetworks.Kind;
import org.dl4jfreeze.it.support.VarianceReference;
import org.dl4jfreeze.it.support.WorkerWatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** ParallelWrapper with samplers other than the paper's. */
class ParallelSamplersIT {

    private static final int T0 = 4;
    private static final int K = 41;
    private static final int WORKERS = 2;

    private final WorkerWatch watch = new WorkerWatch(T0);

    static Stream<Arguments> samplers() {
        return Stream.of(Kind.values()).flatMap(kind -> Stream.of(
                        ParallelTraining.AVERAGING_EVERY_ROUND, ParallelTraining.SHARED_FIXED_THRESHOLD)
                .flatMap(training -> Stream.of(
                                GradientSampler.wholeBatch(),
                                GradientSampler.wholeBatch().overhead(0.5),
                                GradientSampler.miniBatch(),
                                GradientSampler.firstExample().overhead(0.01))
                        .map(sampler -> Arguments.of(kind, training, sampler))));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("samplers")
    void allWorkersFreezeAsOneAndForGood(Kind kind, ParallelTraining training, GradientSampler sampler) {
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(T0).count(K))
                .sampler(sampler)
                .build();
        Model root = kind.network(training.dataType());
        SmallNetworks.setListeners(root, listener, watch);
        ParallelTraining.fit(training.wrap(root, WORKERS), SmallData.batches(0, WORKERS * (T0 + 4)));
        watch.checkParameters(root);
        assertThat(watch.violations()).isEmpty();
        assertThat(watch.modelsSeenFrozen()).isEqualTo(WORKERS);
        assertThat(listener.mask())
                .isEqualTo(watch.mask())
                .isEqualTo(listener.order().lowest(K));
        assertThat(listener.samplesTaken()).isBetween(WORKERS * 2L, WORKERS * (long) T0);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theVarianceIsThatOfAllExamplesOfAllWorkers(Kind kind) {
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(T0).count(K))
                .sampler(GradientSampler.wholeBatch())
                .build();
        VarianceReference reference = new VarianceReference(true);
        Model root = kind.network(DataType.DOUBLE);
        SmallNetworks.setListeners(root, listener, reference, watch);
        ParallelTraining.fit(
                ParallelTraining.AVERAGING_EVERY_ROUND.wrap(root, WORKERS), SmallData.batches(0, WORKERS * (T0 + 2)));
        assertThat(reference.samples()).isEqualTo(6 * WORKERS * T0);
        double[] expected = reference.variance();
        double[] found = listener.variance().toDoubleVector();
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("parameter %d", i).isCloseTo(expected[i], offset(1e-9 * expected[i]));
        }
    }
}
