package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;
import org.dl4jfreeze.it.support.FrozenState;
import org.dl4jfreeze.it.support.SmallData;
import org.dl4jfreeze.it.support.SparkNetwork;
import org.dl4jfreeze.it.support.SparkWatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.nd4j.linalg.dataset.DataSet;

/** A Spark context for all tests of a class, the mini-batches of its fits, and what must hold on the driver. */
abstract class OnSpark {

    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        spark = SparkNetwork.newContext();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    static JavaSparkContext spark() {
        return spark;
    }

    /** Mini-batches that no fit of another number has, as long as none has a thousand. */
    static List<DataSet> batches(int fit, int count) {
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add(SmallData.batch(1000 * fit + i, SparkNetwork.BATCH));
        }
        return batches;
    }

    static void assertVarianceIsThatOfAllSamples(Model driver, int samples) {
        assertThat(SparkWatch.reference().samples()).isEqualTo(samples);
        double[] expected = SparkWatch.reference().variance();
        double[] found = FrozenState.state(driver, FreezingAdamUpdater.VARIANCE_STATE);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("variance of parameter %d", i).isCloseTo(expected[i], offset(1e-9 * expected[i]));
        }
    }

    /**
     * The same mask with the same bits as before, and nothing else in the FROZEN chunk.
     *
     * @param withCounts whether the chunk's first entries carry counts
     */
    static void assertFrozen(Model driver, FreezeMask mask, long[] bits, boolean withCounts) {
        assertThat(FreezableNetwork.of(driver).mask()).isEqualTo(mask);
        assertThat(FrozenState.frozenBits(mask, driver)).isEqualTo(bits);
        assertThat(FrozenState.unexpectedInChunk(driver, withCounts)).isNull();
    }
}
