package org.dl4jfreeze.it.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Seeded mini-batches for {@link SmallNetworks}, by number; never draws from ND4J's random stream. */
public final class SmallData {

    private SmallData() {}

    /** A mini-batch of 4 features and 3 classes. */
    public static DataSet batch(int number, int examples) {
        Random random = new Random(number);
        return new DataSet(gaussian(random, examples, 4), oneHot(random, examples));
    }

    /** Mini-batches {@code [from, to)} of 6 examples. */
    public static List<DataSet> batches(int from, int to) {
        List<DataSet> batches = new ArrayList<>();
        for (int number = from; number < to; number++) {
            batches.add(batch(number, 6));
        }
        return batches;
    }

    /** A mini-batch of 6 examples for the network with two inputs and two outputs. */
    public static MultiDataSet multiBatch(int number) {
        Random random = new Random(number);
        return new MultiDataSet(
                new INDArray[] {gaussian(random, 6, 4), gaussian(random, 6, 3)},
                new INDArray[] {oneHot(random, 6), gaussian(random, 6, 2)});
    }

    private static INDArray gaussian(Random random, int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return Nd4j.createFromArray(values);
    }

    private static INDArray oneHot(Random random, int rows) {
        double[][] values = new double[rows][3];
        for (double[] row : values) {
            row[random.nextInt(3)] = 1;
        }
        return Nd4j.createFromArray(values);
    }
}
