package org.dl4jfreeze.support;

import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Seeded data for {@link TestNetworks}; never draws from ND4J's random stream. */
public final class TestData {

    private TestData() {}

    public static MultiDataSet dense(DataType type, int examples, long seed) {
        Random random = new Random(seed);
        return new MultiDataSet(gaussian(type, random, examples, 4), oneHot(type, random, examples));
    }

    public static MultiDataSet convolution(DataType type, int examples, long seed) {
        Random random = new Random(seed);
        return new MultiDataSet(gaussian(type, random, examples, 2, 8, 8), oneHot(type, random, examples));
    }

    /** Sequences of 7 steps; the last example ends after 4, as its masks say. */
    public static MultiDataSet lstm(DataType type, int examples, boolean masked, long seed) {
        Random random = new Random(seed);
        INDArray features = gaussian(type, random, examples, 3, 7);
        INDArray labels = Nd4j.zeros(type, examples, 2, 7);
        for (int i = 0; i < examples; i++) {
            for (int t = 0; t < 7; t++) {
                labels.putScalar(new int[] {i, random.nextInt(2), t}, 1);
            }
        }
        if (!masked) {
            return new MultiDataSet(features, labels);
        }
        INDArray mask = Nd4j.ones(type, examples, 7);
        mask.get(NDArrayIndex.point(examples - 1), NDArrayIndex.interval(4, 7)).assign(0);
        return new MultiDataSet(
                new INDArray[] {features}, new INDArray[] {labels}, new INDArray[] {mask}, new INDArray[] {mask.dup()});
    }

    /** Masked sequences with one label each. */
    public static MultiDataSet sequence(DataType type, int examples, long seed) {
        MultiDataSet perStep = lstm(type, examples, true, seed);
        return new MultiDataSet(
                perStep.getFeatures(),
                new INDArray[] {oneHot(type, new Random(seed), examples)},
                perStep.getFeaturesMaskArrays(),
                new INDArray[1]);
    }

    /** The same data with other masks. */
    public static MultiDataSet withMasks(MultiDataSet data, INDArray featureMask, INDArray labelMask) {
        return new MultiDataSet(
                data.getFeatures(), data.getLabels(), new INDArray[] {featureMask}, new INDArray[] {labelMask});
    }

    public static MultiDataSet graph(DataType type, int examples, long seed) {
        Random random = new Random(seed);
        return new MultiDataSet(
                new INDArray[] {gaussian(type, random, examples, 4), gaussian(type, random, examples, 3)},
                new INDArray[] {oneHot(type, random, examples), gaussian(type, random, examples, 2)});
    }

    /** The same examples, of which the one of the given index comes first. */
    public static MultiDataSet startingWith(MultiDataSet data, int index) {
        return new MultiDataSet(
                rotate(data.getFeatures(), index),
                rotate(data.getLabels(), index),
                rotate(data.getFeaturesMaskArrays(), index),
                rotate(data.getLabelsMaskArrays(), index));
    }

    private static INDArray[] rotate(INDArray[] arrays, int index) {
        if (arrays == null) {
            return null;
        }
        INDArray[] rotated = new INDArray[arrays.length];
        for (int i = 0; i < arrays.length; i++) {
            if (arrays[i] != null) {
                int n = (int) arrays[i].size(0);
                int[] rows = new int[n];
                for (int r = 0; r < n; r++) {
                    rows[r] = (r + index) % n;
                }
                INDArray[] slices = new INDArray[n];
                for (int r = 0; r < n; r++) {
                    long[] shape = arrays[i].shape().clone();
                    shape[0] = 1;
                    slices[r] = arrays[i].slice(rows[r], 0).dup().reshape(shape);
                }
                rotated[i] = Nd4j.concat(0, slices);
            }
        }
        return rotated;
    }

    /** Standard normal numbers. */
    public static INDArray gaussian(DataType type, Random random, int... shape) {
        int length = 1;
        long[] longShape = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            length *= shape[i];
            longShape[i] = shape[i];
        }
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextGaussian();
        }
        return Nd4j.createFromArray(values).reshape(longShape).castTo(type);
    }

    private static INDArray oneHot(DataType type, Random random, int examples) {
        INDArray labels = Nd4j.zeros(type, examples, 3);
        for (int i = 0; i < examples; i++) {
            labels.putScalar(i, random.nextInt(3), 1);
        }
        return labels;
    }
}
