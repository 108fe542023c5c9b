package org.dl4jfreeze.bench;

import java.nio.FloatBuffer;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.dl4jfreeze.memory.DirectBuffers;
import org.dl4jfreeze.memory.VectorReader;
import org.dl4jfreeze.order.LowestSelection;
import org.dl4jfreeze.order.ParameterRanges;
import org.dl4jfreeze.order.SortKeys;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What choosing the lowest of the variances of VGG16's 140 million parameters costs, against one look at each of them. */
class SelectionBench {

    private static final int P = 140_000_000;

    private double sink;

    @Test
    void ofExponentiallyDistributedVariances() {
        contest("exponents even over 30 decades, 10 % zeros", u -> u < 0.1 ? 0 : Math.pow(10, 30 * (u - 1)));
    }

    @Test
    void ofSquaresOfNormalNumbers() {
        Random normal = new Random(2);
        contest("squares of normal numbers", u -> Math.pow(normal.nextGaussian(), 2));
    }

    private void contest(String title, DoubleUnaryOperator ofUniform) {
        try (INDArray variance = Nd4j.createUninitialized(DataType.FLOAT, P)) {
            FloatBuffer values = DirectBuffers.floats(variance);
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < P; i++) {
                values.put(i, (float) ofUniform.applyAsDouble(random.nextDouble()));
            }
            VectorReader reader = new VectorReader().add(0, variance);
            LowestSelection selection =
                    new LowestSelection(P, ParameterRanges.all(P), SortKeys.ofFloats(reader::readBits));
            Contest contest = new Contest("The k lowest of 140 million variances, one thread: " + title, 9)
                    .with("reading them: a sum in eight accumulators", 1, () -> sink += sumOfEight(values))
                    .with("reading them: a plain sum", 1, () -> sink += plainSum(values));
            for (int percent : new int[] {80, 50, 10}) {
                contest.with(
                        "choosing the lowest " + percent + " %",
                        1,
                        () -> sink += selection.lowest(P / 100 * percent).frozenCount());
            }
            contest.print();
        }
    }

    private static float plainSum(FloatBuffer values) {
        float sum = 0;
        for (int i = 0; i < P; i++) {
            sum += values.get(i);
        }
        return sum;
    }

    /** Waits for no sum, so that it takes as long as the memory does. */
    private static float sumOfEight(FloatBuffer values) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        for (int i = 0; i < P; i += 8) {
            a += values.get(i);
            b += values.get(i + 1);
            c += values.get(i + 2);
            d += values.get(i + 3);
            e += values.get(i + 4);
            f += values.get(i + 5);
            g += values.get(i + 6);
            h += values.get(i + 7);
        }
        return a + b + c + d + e + f + g + h;
    }
}
