package org.dl4jfreeze.internal.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.FrozenParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Compares the step over direct memory with ND4J's {@code adam_updater}, bit for bit, for masks of every form. */
class DirectMaskedAdamStepTest {

    private static final int STEPS = 3;

    /** Gradient, M and V, each with a guard of one element on either side. */
    private static final class Arrays {

        private final INDArray[] whole = new INDArray[3];
        private final INDArray[] parts = new INDArray[3];

        Arrays(DataType type, int n) {
            Random random = new Random(n);
            for (int i = 0; i < 3; i++) {
                double[] values = random.doubles(n + 2L, i == 2 ? 0 : -1, 1).toArray();
                whole[i] = Nd4j.createFromArray(values).castTo(type);
                parts[i] = whole[i].get(NDArrayIndex.interval(1, n + 1));
            }
        }

        void refill(Random random) {
            int n = (int) parts[0].length();
            double[] gradient = random.doubles(n, -1, 1).toArray();
            gradient[random.nextInt(n)] = Double.NaN;
            gradient[random.nextInt(n)] = Double.NEGATIVE_INFINITY;
            gradient[random.nextInt(n)] = -0.0;
            parts[0].assign(Nd4j.createFromArray(gradient).castTo(parts[0].dataType()));
        }
    }

    static List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        SampleMasks.all().forEach((name, mask) -> {
            for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
                cases.add(Arguments.of(name, mask, type));
            }
        });
        return cases;
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("cases")
    void activeParametersAreUpdatedAsByNd4jBitForBitAndFrozenOnesNotAtAll(String name, FreezeMask mask, DataType type) {
        Adam config = new Adam(0.01, 0.9, 0.999, 1e-8);
        AdamCoefficients coefficients = new AdamCoefficients(config);
        MaskedAdamStep step = new DirectMaskedAdamStep();
        Arrays ours = new Arrays(type, mask.length());
        Arrays stock = new Arrays(type, mask.length());
        long[][] before = {Bits.of(ours.whole[0]), Bits.of(ours.whole[1]), Bits.of(ours.whole[2])};
        for (int t = 0; t < STEPS; t++) {
            ours.refill(new Random(t));
            stock.refill(new Random(t));
            step.apply(ours.parts[0], ours.parts[1], ours.parts[2], mask, coefficients.at(t, 0));
            Nd4j.exec(new AdamUpdater(stock.parts[0], stock.parts[2], stock.parts[1], 0.01, 0.9, 0.999, 1e-8, t));
            for (int i = 0; i < 3; i++) {
                long[] expected = Bits.of(stock.whole[i]);
                int array = i;
                FrozenParameters.indices(mask).forEach(p -> expected[p + 1] = array == 0 ? 0 : before[array][p + 1]);
                assertThat(Bits.of(ours.whole[i])).isEqualTo(expected);
            }
        }
    }

    /** A block of which a second thread has to do enough. */
    @Test
    void severalThreadsGiveWhatOneGivesBitForBit() {
        int n = 600_001;
        Random random = new Random(1);
        FreezeMask.Builder mask = new FreezeMask.Builder(n);
        for (int i = 0; i < n; i++) {
            if (random.nextDouble() < 0.5) {
                mask.freeze(i);
            }
        }
        FreezeMask half = mask.build();
        assertThat(steps(half, 4)).isEqualTo(steps(half, 1));
    }

    private static long[][] steps(FreezeMask mask, int threads) {
        NativeOps natives = NativeOpsHolder.getInstance().getDeviceNativeOps();
        int before = natives.ompGetMaxThreads();
        natives.setOmpNumThreads(threads);
        try {
            Arrays arrays = new Arrays(DataType.FLOAT, mask.length());
            AdamCoefficients coefficients = new AdamCoefficients(new Adam(0.01));
            MaskedAdamStep step = new DirectMaskedAdamStep();
            for (int t = 0; t < 50; t++) {
                arrays.parts[0].assign(0.5 + t);
                step.apply(arrays.parts[0], arrays.parts[1], arrays.parts[2], mask, coefficients.at(t, 0));
            }
            return new long[][] {Bits.of(arrays.whole[0]), Bits.of(arrays.whole[1]), Bits.of(arrays.whole[2])};
        } finally {
            natives.setOmpNumThreads(before);
        }
    }

    @Test
    void theSameStepFollowsOtherArraysAndAnotherMask() {
        AdamCoefficients coefficients = new AdamCoefficients(new Adam(0.01));
        MaskedAdamStep step = new DirectMaskedAdamStep();
        INDArray gone = null;
        for (int frozen = 0; frozen < 4; frozen++) {
            FreezeMask mask = new FreezeMask.Builder(4).freeze(frozen).build();
            INDArray gradient = Nd4j.ones(DataType.FLOAT, 4);
            step.apply(gradient, Nd4j.zeros(4), Nd4j.zeros(4), mask, coefficients.at(0, 0));
            for (int i = 0; i < 4; i++) {
                assertThat(gradient.getDouble(i) == 0).isEqualTo(i == frozen);
            }
            assertThat(gradient).isNotSameAs(gone);
            gone = gradient;
        }
    }
}
