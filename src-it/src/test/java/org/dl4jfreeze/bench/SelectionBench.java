package org.dl4jfreeze.bench;

import java.nio.FloatBuffer;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.dl4jfreeze.internal.memory.FlatArrayReader;
import org.dl4jfreeze.internal.order.ParameterRanges;
import org.dl4jfreeze.internal.order.select.LowestSelection;
import org.dl4jfreeze.internal.order.select.SortKeys;
import org.dl4jfreeze.internal.threads.ParallelPieces;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What choosing the lowest of the variances of VGG16's 140 million parameters costs, against one look at each of them: on one thread
 * and on as many as ND4J's operations take. Where several threads work, the last column says nothing.
 */
class SelectionBench {

    private static final int P = 140_000_000;

    private static final DoubleUnaryOperator OVER_30_DECADES = u -> Math.pow(10, 30 * (u - 1));

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

    /** Of dead inputs, in front of others or behind them; the k-th lowest is one of many that are equal. */
    @Test
    void ofVariancesThatAreZeroInABlock() {
        contest("a block of 10 % zeros, then exponents over 30 decades", OVER_30_DECADES, 0, P / 10, 5, 80);
        contest("exponents over 30 decades, then a block of 10 % zeros", OVER_30_DECADES, P - P / 10, P, 5, 80);
    }

    private void contest(String title, DoubleUnaryOperator ofUniform) {
        contest(title, ofUniform, 0, 0, 80, 50, 10, 5);
    }

    private void contest(String title, DoubleUnaryOperator ofUniform, int zerosFrom, int zerosTo, int... percents) {
        try (INDArray variance = Nd4j.createUninitialized(DataType.FLOAT, P)) {
            FloatBuffer values = DirectBuffers.floats(variance);
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < P; i++) {
                values.put(i, i >= zerosFrom && i < zerosTo ? 0 : (float) ofUniform.applyAsDouble(random.nextDouble()));
            }
            FlatArrayReader reader = new FlatArrayReader().add(0, variance);
            LowestSelection selection =
                    new LowestSelection(P, ParameterRanges.all(P), SortKeys.ofFloats(reader::readBits));
            LowestSelection alone = selection.inOneThread();
            SharedSum shared = new SharedSum(values);
            Contest contest = new Contest("The k lowest of 140 million variances: " + title, 9)
                    .with("reading them: a sum in eight accumulators", 1, () -> sink += sumOfEight(values, 0, P))
                    .with("reading them: a plain sum", 1, () -> sink += plainSum(values))
                    .with("reading them on " + shared.workers + " threads", 1, () -> sink += shared.sum());
            for (int percent : percents) {
                int k = P / 100 * percent;
                contest.with(
                                "choosing the lowest " + percent + " %",
                                1,
                                () -> sink += selection.lowest(k).frozenCount())
                        .with(
                                "the lowest " + percent + " % in one thread",
                                1,
                                () -> sink += alone.lowest(k).frozenCount());
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

    /** A sum in eight accumulators, in pieces that threads share. */
    private static final class SharedSum {

        private static final int PIECE = 1 << 20;

        private final FloatBuffer values;
        private final int workers = ParallelPieces.mostWorkers();
        private final float[] sums = new float[(P + PIECE - 1) / PIECE];

        SharedSum(FloatBuffer values) {
            this.values = values;
        }

        private void sum(int piece) {
            sums[piece] = sumOfEight(values, piece * PIECE, Math.min(P, (piece + 1) * PIECE));
        }

        double sum() {
            new ParallelPieces().run(sums.length, workers, (worker, piece) -> sum(piece));
            return sums[0];
        }
    }

    /** Waits for no sum, so that it takes as long as the memory does. */
    private static float sumOfEight(FloatBuffer values, int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        for (int i = from; i < to; i += 8) {
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
