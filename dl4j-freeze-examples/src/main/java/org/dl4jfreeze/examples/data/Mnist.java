package org.dl4jfreeze.examples.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** MNIST: 60,000 images to train on and 10,000 to test on, 28 x 28 pixels in [0, 1], ten classes. */
public final class Mnist {

    /** Images to train on. */
    public static final int TRAIN_EXAMPLES = 60_000;

    /** Pixels along a side. */
    public static final int SIDE = 28;

    /** Digits. */
    public static final int CLASSES = 10;

    private static final int TEST_EXAMPLES = 10_000;
    private static final int CHUNK = 1000;

    private Mnist() {}

    /**
     * Reads MNIST in the order of its files, through DL4J's own iterator and without network access.
     *
     * @param folder   the user's own copies of the four files, if any; else the bundled ones are read
     * @param examples how many images to train on: the first ones
     * @return both parts; the test part is always the whole one
     * @throws IllegalArgumentException if there are not that many images, or a file is missing or damaged
     */
    public static TrainTest read(Optional<Path> folder, int examples) {
        if (examples < 1 || examples > TRAIN_EXAMPLES) {
            throw new IllegalArgumentException("Invalid number of training examples " + examples + ", must be in [1, "
                    + TRAIN_EXAMPLES + "]; choose one in that range");
        }
        Path cache = MnistFiles.cache();
        Path files = folder.map(own -> MnistFiles.from(own, cache)).orElseGet(() -> MnistFiles.bundled(cache));
        return new TrainTest(part(files, true, examples), part(files, false, TEST_EXAMPLES));
    }

    /** Chunk by chunk, because the iterator holds what it reads at once three times over. */
    private static DataSet part(Path files, boolean train, int examples) {
        INDArray images = Nd4j.createUninitialized(DataType.FLOAT, examples, SIDE * SIDE);
        INDArray labels = Nd4j.createUninitialized(DataType.FLOAT, examples, CLASSES);
        int chunk = Math.min(CHUNK, examples);
        MnistDataSetIterator iterator = open(files, train, chunk, examples);
        try {
            for (int from = 0; from < examples; ) {
                DataSet next = iterator.next();
                int count = Math.min(next.numExamples(), examples - from);
                copy(next.getFeatures(), images, from, count);
                copy(next.getLabels(), labels, from, count);
                from += count;
            }
        } finally {
            iterator.close();
        }
        return new DataSet(images, labels);
    }

    private static MnistDataSetIterator open(Path files, boolean train, int chunk, int examples) {
        try {
            return new MnistDataSetIterator(chunk, examples, false, train, false, 0, files.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read MNIST from " + files, e);
        }
    }

    private static void copy(INDArray source, INDArray target, int from, int count) {
        target.get(NDArrayIndex.interval(from, from + count), NDArrayIndex.all())
                .assign(source.get(NDArrayIndex.interval(0, count), NDArrayIndex.all()));
    }
}
