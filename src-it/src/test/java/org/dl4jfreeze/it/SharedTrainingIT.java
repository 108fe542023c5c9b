package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.it.support.FrozenState;
import org.dl4jfreeze.it.support.SharedTraining;
import org.dl4jfreeze.it.support.SmallNetworks.Kind;
import org.dl4jfreeze.it.support.SparkWatch;
import org.dl4jfreeze.it.support.WorkerWatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Gradient sharing on Spark, in one virtual machine: all workers are frozen at t0 with one mask, from the samples of all; none
 * of them moves a frozen parameter ever after, through further fits; mask and variance come to the driver's network, whose
 * frozen parameters are the workers' but for the rounding of sums, and do not move between fits either.
 *
 * <p>What it does not show: updates from other executors, which there are none of here, so that what a mesh of several does is
 * not tested at all. Nor a MultiLayerNetwork with two workers, which hangs in DL4J itself in its second or third fit: worker 0
 * holds the network's monitor while it waits for the others at the barrier, and they wait for that monitor in getUpdater().
 */
class SharedTrainingIT extends OnSpark {

    private static final int T0 = 6;
    private static final int K = 41;
    private static final int BATCHES = 20;

    @ParameterizedTest(name = "{0}, workers: {1}")
    @CsvSource({"COMPUTATION_GRAPH, 2", "MULTI_LAYER_NETWORK, 1"})
    void whatIsFrozenStaysSoInAllWorkersAndOnTheDriver(Kind kind, int workers) {
        WorkerWatch watch = new WorkerWatch(T0);
        SparkWatch.reset(watch);
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(T0).count(K));
        SharedTraining training =
                new SharedTraining(spark(), kind.network(DataType.DOUBLE), workers, listener, new SparkWatch());
        training.fit(batches(1, BATCHES));
        Model model = training.model();
        FreezeMask mask = FreezableNetwork.of(model).mask();
        assertThat(mask.frozenCount()).isEqualTo(K);
        assertThat(watch.mask()).isEqualTo(mask);
        assertVarianceIsThatOfAllSamples(model, workers * T0);
        assertFrozenAsInWorkers(model, watch);
        long[] frozen = FrozenState.frozenBits(mask, model);
        double[] before = model.params().toDoubleVector();
        for (int fit = 2; fit <= 3; fit++) {
            training.fit(batches(fit, BATCHES));
            assertFrozen(training.model(), mask, frozen, false);
        }
        assertThat(watch.violations()).isEmpty();
        assertThat(watch.iterations().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(3 * BATCHES);
        double[] after = training.model().params().toDoubleVector();
        // multiples of the threshold: one or the other may have come back to where it was
        assertThat(IntStream.range(0, after.length)
                        .filter(i -> !mask.isFrozen(i) && Math.abs(after[i] - before[i]) > SharedTraining.THRESHOLD / 2)
                        .count())
                .as("active parameters that have moved")
                .isGreaterThan((after.length - K) / 2);
    }

    /** What threshold encoding had not sent yet at t0 would be some thresholds. */
    private static void assertFrozenAsInWorkers(Model model, WorkerWatch watch) {
        double[] driver = FrozenState.frozen(watch.mask(), model);
        double[] workers = Arrays.stream(watch.frozenBits())
                .mapToDouble(Double::longBitsToDouble)
                .toArray();
        assertThat(watch.mask().frozenCount()).isEqualTo(K);
        assertThat(driver).containsExactly(workers, offset(SharedTraining.THRESHOLD / 100));
    }
}
