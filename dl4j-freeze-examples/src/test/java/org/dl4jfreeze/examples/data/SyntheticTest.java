package org.dl4jfreeze.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.inverse.InvertMatrix;

class SyntheticTest {

    @BeforeAll
    static void tune() {
        SmallNetworkTuning.beforeLoading();
    }

    @Test
    void featuresAreStandardNormalAndUncorrelated() {
        INDArray x = Synthetic.regression(Optional.empty(), Optional.empty(), 1)
                .train()
                .getFeatures();

        assertThat(x.shape()).containsExactly(10_000, 200);
        // 200 means of 10,000 each: standard error 0.01, so that 0.05 is five of them; variances likewise
        assertThat(x.mean(0).amaxNumber().doubleValue()).isLessThan(0.05);
        assertThat(x.mul(x).mean(0).subi(1).amaxNumber().doubleValue()).isLessThan(0.08);
        INDArray covariance = x.transpose().mmul(x).divi(10_000);
        assertThat(covariance.getDouble(3, 7)).isCloseTo(0, within(0.05));
    }

    @Test
    void regressionLabelsAreLinearInTheFeaturesWithNoiseOfVarianceOne() {
        TrainTest data = Synthetic.regression(Optional.empty(), Optional.empty(), 1);
        INDArray w = leastSquares(data);

        // the weights are drawn from N(0, 1): 200 of them
        assertThat(w.mul(w).meanNumber().doubleValue()).isBetween(0.7, 1.4);
        INDArray residual = data.test()
                .getFeatures()
                .castTo(DataType.DOUBLE)
                .mmul(w)
                .subi(data.test().getLabels().castTo(DataType.DOUBLE));
        // 1 + 200 / 10,000 is expected on the 2,000 test examples, which have the same weights
        assertThat(residual.mul(residual).meanNumber().doubleValue()).isBetween(0.9, 1.15);
    }

    @Test
    void classesFollowTheSigmoidOfTheSameKindOfSignal() {
        TrainTest data = Synthetic.classification(Optional.empty(), Optional.empty(), 1);
        INDArray y = data.train().getLabels();

        assertThat(y.mean().getDouble()).isBetween(0.4, 0.6);
        assertThat(y.mul(y)).isEqualTo(y);
        // sign(w.x) is right in all but the few examples near the boundary: a coin would be wrong in half of them
        INDArray signs = data.test()
                .getFeatures()
                .castTo(DataType.DOUBLE)
                .mmul(leastSquares(centred(data)))
                .gt(0);
        double errors = signs.castTo(DataType.FLOAT)
                .subi(data.test().getLabels())
                .norm1Number()
                .doubleValue();
        assertThat(errors / 2_000).isBetween(0.01, 0.12);
    }

    @Test
    void theSeedDecidesEverythingAndFewerExamplesAreTheFirstOnes() {
        TrainTest all = Synthetic.regression(Optional.empty(), Optional.empty(), 4);
        TrainTest few = Synthetic.regression(Optional.empty(), Optional.of(50), 4);

        assertThat(Synthetic.regression(Optional.empty(), Optional.empty(), 4).checksum())
                .isEqualTo(all.checksum());
        assertThat(Synthetic.regression(Optional.empty(), Optional.empty(), 5).checksum())
                .isNotEqualTo(all.checksum());
        assertThat(few.test()).isEqualTo(all.test());
        assertThat(few.train().getFeatures().getRow(49))
                .isEqualTo(all.train().getFeatures().getRow(49));
        assertThat(few.train().numExamples()).isEqualTo(50);
    }

    @Test
    void tooManyExamplesAreRefused() {
        assertThatThrownBy(() -> Synthetic.regression(Optional.empty(), Optional.of(10_001), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1, 10000]");
    }

    private static TrainTest centred(TrainTest data) {
        data.train().getLabels().subi(0.5);
        return data;
    }

    private static INDArray leastSquares(TrainTest data) {
        INDArray x = data.train().getFeatures().castTo(DataType.DOUBLE);
        INDArray y = data.train().getLabels().castTo(DataType.DOUBLE);
        return InvertMatrix.invert(x.transpose().mmul(x), false)
                .mmul(x.transpose().mmul(y));
    }
}
