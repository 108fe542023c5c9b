package org.dl4jfreeze.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainTestTest {

    /** Three features, the last one constant, and the row's number as target. */
    private static final INDArray TABLE = Nd4j.createFromArray(IntStream.range(0, 50)
            .mapToObj(i -> new double[] {i, 100 - 3.0 * i * i, 7, i})
            .toArray(double[][]::new));

    @Test
    void partsAreDisjointCompleteAndKeepTheTargetInItsUnit() {
        TrainTest data = TrainTest.split(TABLE, 40, 40, 1);

        assertThat(DoubleStream.concat(
                                targets(data.train().getLabels()),
                                targets(data.test().getLabels()))
                        .sorted()
                        .toArray())
                .containsExactly(IntStream.range(0, 50).asDoubleStream().toArray());
        assertThat(data.train().numExamples()).isEqualTo(40);
    }

    @Test
    void featuresHaveMeanZeroAndDeviationOneOnTheTrainingPartOnly() {
        TrainTest data = TrainTest.split(TABLE, 40, 40, 1);
        INDArray train = data.train().getFeatures();

        for (int feature = 0; feature < 2; feature++) {
            assertThat(train.mean(0).getDouble(feature)).isCloseTo(0, within(1e-6));
            assertThat(train.std(0).getDouble(feature)).isCloseTo(1, within(1e-6));
            assertThat(Math.abs(data.test().getFeatures().mean(0).getDouble(feature)))
                    .isGreaterThan(1e-3);
        }
    }

    @Test
    void aConstantFeatureBecomesZeroAndNotInfinite() {
        INDArray train = TrainTest.split(TABLE, 40, 40, 1).train().getFeatures();

        assertThat(train.getColumn(2).toDoubleVector()).containsOnly(0);
    }

    @Test
    void theTestPartDependsOnTheSeedAndNotOnHowManyExamplesTrain() {
        INDArray test = TrainTest.split(TABLE, 40, 40, 1).test().getLabels();

        assertThat(TrainTest.split(TABLE, 40, 10, 1).test().getLabels()).isEqualTo(test);
        assertThat(TrainTest.split(TABLE, 40, 40, 2).test().getLabels()).isNotEqualTo(test);
    }

    @Test
    void aNumberOfExamplesOutOfRangeIsRejected() {
        assertThatThrownBy(() -> TrainTest.split(TABLE, 40, 41, 1)).hasMessageContaining("[1, 40]");
        assertThatThrownBy(() -> TrainTest.split(TABLE, 40, 0, 1)).hasMessageContaining("[1, 40]");
        assertThatThrownBy(() -> TrainTest.split(TABLE, 50, 50, 1)).hasMessageContaining("50");
    }

    private static DoubleStream targets(INDArray labels) {
        return DoubleStream.of(labels.reshape(-1).toDoubleVector());
    }
}
