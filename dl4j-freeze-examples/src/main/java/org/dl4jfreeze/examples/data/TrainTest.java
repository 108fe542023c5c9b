package org.dl4jfreeze.examples.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The examples to train on and those to test on, ready for a network: FLOAT, features scaled. */
public record TrainTest(DataSet train, DataSet test) {

    /** Maximum number of training examples, the first ones, on which the training loss is reported. */
    public static final int EVALUATED = 10_000;

    /** Returns the whole training part, or its first {@value #EVALUATED} examples if it is larger. */
    public DataSet evaluated() {
        return train.numExamples() <= EVALUATED ? train : first(EVALUATED, train);
    }

    private static DataSet first(int count, DataSet examples) {
        return new DataSet(
                examples.getFeatures().get(NDArrayIndex.interval(0, count), NDArrayIndex.all()),
                examples.getLabels().get(NDArrayIndex.interval(0, count), NDArrayIndex.all()));
    }

    /**
     * Splits a table {@code [examples, features + 1]}, the target in its last column, by seed and standardises its features on
     * the training part. The target stays in its unit. The test part depends only on the seed, not on {@code examples}.
     *
     * @param trainPart size of the training part; the rest is the test part
     * @param examples  how many of the training part to use
     */
    public static TrainTest split(INDArray table, int trainPart, int examples, long seed) {
        int rows = table.rows();
        if (trainPart < 1 || trainPart >= rows) {
            throw new IllegalArgumentException("A training part of " + trainPart + " examples, must be in [1, " + rows
                    + "): give more data or a smaller training part");
        }
        if (examples < 1 || examples > trainPart) {
            throw new IllegalArgumentException("Invalid number of training examples " + examples + ", must be in [1, "
                    + trainPart + "] (" + rows + " examples, of which " + (rows - trainPart)
                    + " are kept for testing); choose one in that range");
        }
        int[] order = Permutation.of(rows, new SplittableRandom(seed));
        INDArray train = table.getRows(Arrays.copyOfRange(order, 0, examples));
        INDArray test = table.getRows(Arrays.copyOfRange(order, trainPart, rows));
        Standardisation standardisation = Standardisation.fit(features(train));
        return new TrainTest(dataSet(train, standardisation), dataSet(test, standardisation));
    }

    private static INDArray features(INDArray table) {
        return table.get(NDArrayIndex.all(), NDArrayIndex.interval(0, table.columns() - 1));
    }

    private static DataSet dataSet(INDArray table, Standardisation standardisation) {
        INDArray target = table.getColumn(table.columns() - 1, true);
        return new DataSet(toFloat(standardisation.apply(features(table))), toFloat(target));
    }

    private static INDArray toFloat(INDArray array) {
        return array.castTo(DataType.FLOAT).dup('c');
    }

    /** Computes the SHA-256, in hexadecimal, of all numbers, to tell results on other data apart. */
    public String checksum() {
        MessageDigest digest = DigestUtils.getSha256Digest();
        for (DataSet part : new DataSet[] {train, test}) {
            update(digest, part.getFeatures());
            update(digest, part.getLabels());
        }
        return Hex.encodeHexString(digest.digest());
    }

    private static void update(MessageDigest digest, INDArray array) {
        digest.update(Arrays.toString(array.shape()).getBytes(StandardCharsets.UTF_8));
        digest.update(array.data().asNio());
    }
}
