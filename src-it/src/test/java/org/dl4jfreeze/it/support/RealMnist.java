package org.dl4jfreeze.it.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.dl4jfreeze.examples.data.Mnist;
import org.dl4jfreeze.examples.data.TrainTest;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The real MNIST images, as mini-batches [n, 1, 28, 28] of the digits that are wanted. */
public final class RealMnist {

    private final TrainTest data;
    private final int classes;
    private final IntPredicate wanted;
    private final int firstDigit;

    private RealMnist(TrainTest data, int classes, int firstDigit) {
        this.data = data;
        this.classes = classes;
        this.firstDigit = firstDigit;
        this.wanted = digit -> digit >= firstDigit && digit < firstDigit + classes;
    }

    /** Of a number of first images to train on, and of all images to test on, those of all digits. */
    public static RealMnist of(int images) {
        return new RealMnist(Mnist.read(Optional.empty(), images), Mnist.CLASSES, 0);
    }

    /** Those of some digits alone; the first of them is class 0. */
    public RealMnist digits(int first, int count) {
        return new RealMnist(data, count, first);
    }

    /** The images to train on, in an order of their own for each seed. */
    public List<DataSet> trainingBatches(int size, long seed) {
        int[] rows = rows(data.train());
        Random random = new Random(seed);
        for (int i = rows.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int row = rows[i];
            rows[i] = rows[j];
            rows[j] = row;
        }
        return batches(data.train(), rows, size);
    }

    /** A number of first images to test on. */
    public List<DataSet> testBatches(int most, int size) {
        int[] rows = rows(data.test());
        return batches(data.test(), IntStream.of(rows).limit(most).toArray(), size);
    }

    private int[] rows(DataSet part) {
        int[] digits = part.getLabels().argMax(1).toIntVector();
        return IntStream.range(0, digits.length)
                .filter(row -> wanted.test(digits[row]))
                .toArray();
    }

    /** Whole mini-batches only. */
    private List<DataSet> batches(DataSet part, int[] rows, int size) {
        List<DataSet> batches = new ArrayList<>();
        for (int from = 0; from + size <= rows.length; from += size) {
            INDArray images = Nd4j.createUninitialized(DataType.FLOAT, size, Mnist.SIDE * Mnist.SIDE);
            INDArray labels = Nd4j.createUninitialized(DataType.FLOAT, size, classes);
            for (int i = 0; i < size; i++) {
                int row = rows[from + i];
                images.putRow(i, part.getFeatures().getRow(row));
                labels.putRow(
                        i,
                        part.getLabels()
                                .get(NDArrayIndex.point(row), NDArrayIndex.interval(firstDigit, firstDigit + classes)));
            }
            batches.add(new DataSet(images.reshape(size, 1, Mnist.SIDE, Mnist.SIDE), labels));
        }
        return batches;
    }
}
