package org.dl4jfreeze.internal.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Counters in the first entries of the mask, which keeps its meaning. */
class UpdaterStateCountersTest {

    private static INDArray mask(float... entries) {
        return Nd4j.createFromArray(entries);
    }

    @Test
    void nothingWrittenReadsAsZerosWhateverIsFrozen() {
        assertThat(new UpdaterStateCounters(List.of(mask(0, 1, 1, 0))).read(4)).containsExactly(0, 0, 0, 0);
    }

    @Test
    void numbersComeBackFromFrozenAndActiveEntriesOfSeveralBlocks() {
        List<INDArray> blocks = List.of(mask(0, 1), mask(1), mask(0, 0, 1));
        new UpdaterStateCounters(blocks).write(7, 8, 0, 1, 1_000_000);
        assertThat(new UpdaterStateCounters(blocks).read(5)).containsExactly(7, 8, 0, 1, 1_000_000);
        assertThat(blocks.get(2).getDouble(2)).as("after the record").isEqualTo(1);
        new UpdaterStateCounters(blocks).write(9, 10, 11, 12, 13);
        assertThat(new UpdaterStateCounters(blocks).read(5)).as("a second time").containsExactly(9, 10, 11, 12, 13);
    }

    @Test
    void upTo2To24ItIsExactInFloatAndBeyondInDouble() {
        INDArray floats = mask(0, 1);
        new UpdaterStateCounters(List.of(floats)).write((1 << 24) - 1, (1 << 24) - 1);
        assertThat(new UpdaterStateCounters(List.of(floats)).read(2)).containsExactly((1 << 24) - 1, (1 << 24) - 1);
        INDArray doubles = Nd4j.createFromArray(0.0, 1.0);
        new UpdaterStateCounters(List.of(doubles)).write(1L << 40, 1L << 40);
        assertThat(new UpdaterStateCounters(List.of(doubles)).read(2)).containsExactly(1L << 40, 1L << 40);
    }

    private static INDArray averaged(INDArray... workers) {
        INDArray sum = workers[0].dup();
        for (int i = 1; i < workers.length; i++) {
            sum.addi(workers[i]);
        }
        return sum.divi(workers.length);
    }

    @Test
    void equalNumbersOfAllWorkersComeBackFromTheAverage() {
        for (int workers = 1; workers <= 9; workers++) {
            for (long number : new long[] {0, 1, 2, 3, 17, 999, 100_003}) {
                INDArray[] all = new INDArray[workers];
                for (int i = 0; i < workers; i++) {
                    all[i] = mask(0, 1);
                    new UpdaterStateCounters(List.of(all[i])).write(number, number);
                }
                assertThat(new UpdaterStateCounters(List.of(averaged(all))).read(2))
                        .containsExactly(number, number);
            }
        }
    }

    @Test
    void differentOnesGiveTheirMeanToTheNearest() {
        INDArray few = mask(0, 1, 0, 1);
        INDArray many = mask(0, 1, 0, 1);
        new UpdaterStateCounters(List.of(few)).write(3, 3, 0, 0);
        new UpdaterStateCounters(List.of(many)).write(7, 7, 2, 2);
        assertThat(new UpdaterStateCounters(List.of(averaged(few, many))).read(4))
                .containsExactly(5, 5, 1, 1);
        assertThat(new UpdaterStateCounters(List.of(averaged(few, few, many))).read(2))
                .containsExactly(4, 4);
    }

    @Test
    void theMaskIsReadAsBeforeAndAnActiveEntryIsNeverTakenForAFrozenOne() {
        MultiLayerNetwork network =
                TestNetworks.dense(DataType.FLOAT, new FreezingAdam(0.01), b -> b.biasUpdater(new FreezingAdam(0.1)));
        NetworkView freezable = NetworkView.of(network);
        FreezeMask.Builder builder = new FreezeMask.Builder(83);
        for (int i = 0; i < 83; i += 2) {
            builder.freeze(i);
        }
        FreezeMask mask = builder.build();
        freezable.freeze(mask);
        long[] numbers = {1, 2, 3, 4, 5, 60, 7};
        new UpdaterStateCounters(freezable.maskStates()).write(numbers);
        assertThat(freezable.mask()).isEqualTo(mask);
        assertThat(new UpdaterStateCounters(freezable.maskStates()).read(7)).containsExactly(numbers);
        new UpdaterStateCounters(freezable.maskStates()).write(0, 0, 0, 0, 0, 0, 0);
        assertThat(freezable.mask()).isEqualTo(mask);
    }

    @Test
    void tooFewParametersAreRefusedWithTheNumberNeeded() {
        UpdaterStateCounters record = new UpdaterStateCounters(List.of(mask(0, 1), mask(0)));
        assertThatThrownBy(() -> record.write(1, 2, 3, 4))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at least 4 parameters");
        assertThatThrownBy(() -> record.read(5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at least 4 parameters");
    }
}
