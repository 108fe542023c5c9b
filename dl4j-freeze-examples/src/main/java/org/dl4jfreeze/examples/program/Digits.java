package org.dl4jfreeze.examples.program;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.dl4jfreeze.examples.data.Mnist;
import org.dl4jfreeze.examples.data.TrainTest;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * MNIST in mini-batches, the one thing to replace in a copy of these programs: any {@link DataSetIterator} that can be reset
 * does, such as DL4J's {@code MnistDataSetIterator}, which downloads MNIST.
 */
final class Digits {

    private static final int TEST_BATCH = 500;

    private Digits() {}

    /** Reads the first training images of all ten digits. */
    static DataSetIterator train(int images, int batchSize) {
        return iterator(read(images).train(), images, batchSize);
    }

    /** Reads the first training images of some digits; the labels are counted from the first of them. */
    static DataSetIterator train(int firstDigit, int lastDigit, int images, int batchSize) {
        int enough = Math.min(3 * images, Mnist.TRAIN_EXAMPLES);
        return iterator(only(firstDigit, lastDigit, read(enough).train()), images, batchSize);
    }

    /** Reads the training images of all ten digits that follow the first ones, to choose a network by. */
    static DataSetIterator validation(int trainImages, int images) {
        DataSet read = read(trainImages + images).train();
        return iterator((DataSet) read.getRange(trainImages, trainImages + images), images, TEST_BATCH);
    }

    /** Reads the first test images of all ten digits. */
    static DataSetIterator test(int images) {
        return iterator(read(1).test(), images, TEST_BATCH);
    }

    /** Reads the first test images of some digits; the labels are counted from the first of them. */
    static DataSetIterator test(int firstDigit, int lastDigit, int images) {
        return iterator(only(firstDigit, lastDigit, read(1).test()), images, TEST_BATCH);
    }

    private static TrainTest read(int trainImages) {
        return Mnist.read(Optional.empty(), trainImages);
    }

    private static DataSet only(int firstDigit, int lastDigit, DataSet all) {
        INDArray digits = all.getLabels().argMax(1);
        int[] rows = IntStream.range(0, all.numExamples())
                .filter(row -> digits.getInt(row) >= firstDigit && digits.getInt(row) <= lastDigit)
                .toArray();
        DataSet chosen = all.get(rows);
        int[] columns = IntStream.rangeClosed(firstDigit, lastDigit).toArray();
        return new DataSet(chosen.getFeatures(), chosen.getLabels().getColumns(columns));
    }

    private static DataSetIterator iterator(DataSet all, int images, int batchSize) {
        int count = Math.min(images, all.numExamples());
        List<DataSet> batches = ((DataSet) all.getRange(0, count)).batchBy(batchSize);
        return new ExistingDataSetIterator(batches);
    }
}
