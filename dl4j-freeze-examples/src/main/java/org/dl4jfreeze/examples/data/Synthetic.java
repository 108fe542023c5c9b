package org.dl4jfreeze.examples.data;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The paper's synthetic data (3.1), seeded: {@code x ~ N(0, I_200)}, {@code w ~ N(0, I_200)}, and {@code y = w.x + N(0, 1)}
 * for regression or {@code y ~ Be(sigmoid(w.x))} for classification. On examples that were not trained on, the loss of regression
 * cannot fall below 1, the variance of the noise.
 */
public final class Synthetic {

    /** Numbers in {@code x}. */
    public static final int FEATURES = 200;

    /** Examples to train on. */
    public static final int TRAIN_EXAMPLES = 10_000;

    private static final int TEST_EXAMPLES = 2_000;

    private Synthetic() {}

    /**
     * Draws a regression set, features {@code [n, 200]}, labels {@code [n, 1]}; trains on the first {@code examples}, if not all.
     */
    public static TrainTest regression(Optional<Path> file, Optional<Integer> examples, long seed) {
        return draw(file, examples, seed, (signal, random) -> signal + random.nextGaussian());
    }

    /**
     * Draws a classification set, features {@code [n, 200]}, labels {@code [n, 1]}, 0 or 1; trains on the first
     * {@code examples}, if not all.
     */
    public static TrainTest classification(Optional<Path> file, Optional<Integer> examples, long seed) {
        return draw(
                file, examples, seed, (signal, random) -> random.nextDouble() < 1 / (1 + Math.exp(-signal)) ? 1 : 0);
    }

    private static TrainTest draw(
            Optional<Path> file,
            Optional<Integer> examples,
            long seed,
            ToDoubleBiFunction<Double, RandomGenerator> label) {
        if (file.isPresent()) {
            throw new IllegalArgumentException("Synthetic data are drawn by --seed and read no file, received "
                    + file.get() + "; leave --data out");
        }
        int used = examples.orElse(TRAIN_EXAMPLES);
        if (used < 1 || used > TRAIN_EXAMPLES) {
            throw new IllegalArgumentException("Invalid number of training examples " + used + ", must be in [1, "
                    + TRAIN_EXAMPLES + "]; choose one in that range");
        }
        // three generators, so that with fewer examples the weights and the test part stay what they were
        SplittableRandom seeds = new SplittableRandom(seed);
        double[] weights = gaussians(FEATURES, new Well19937c(seeds.nextLong()));
        DataSet train = part(used, weights, new Well19937c(seeds.nextLong()), label);
        DataSet test = part(TEST_EXAMPLES, weights, new Well19937c(seeds.nextLong()), label);
        return new TrainTest(train, test);
    }

    private static DataSet part(
            int examples, double[] weights, RandomGenerator random, ToDoubleBiFunction<Double, RandomGenerator> label) {
        float[] features = new float[examples * FEATURES];
        float[] labels = new float[examples];
        for (int i = 0; i < examples; i++) {
            double[] x = gaussians(FEATURES, random);
            double signal = 0;
            for (int j = 0; j < FEATURES; j++) {
                signal += weights[j] * x[j];
                features[i * FEATURES + j] = (float) x[j];
            }
            labels[i] = (float) label.applyAsDouble(signal, random);
        }
        return new DataSet(matrix(features, examples, FEATURES), matrix(labels, examples, 1));
    }

    private static double[] gaussians(int count, RandomGenerator random) {
        return DoubleStream.generate(random::nextGaussian).limit(count).toArray();
    }

    private static INDArray matrix(float[] values, int rows, int columns) {
        return Nd4j.create(values, new int[] {rows, columns}, 'c');
    }
}
