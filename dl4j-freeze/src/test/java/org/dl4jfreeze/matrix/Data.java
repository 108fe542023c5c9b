package org.dl4jfreeze.matrix;

import java.util.Random;
import org.dl4jfreeze.support.TestData;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Mini-batches for {@link Entry entries}: seeded by the iteration, never from ND4J's random stream. */
final class Data {

    /** Makes one array of {@link Entry#EXAMPLES} examples. */
    interface Arrays {
        INDArray of(DataType type, Random random);
    }

    private Data() {}

    static Entry.Batches of(Arrays features, Arrays labels) {
        return (type, iteration) -> {
            Random random = new Random(iteration + 1);
            return new MultiDataSet(features.of(type, random), labels.of(type, random));
        };
    }

    static Entry.Batches of(Arrays[] features, Arrays[] labels) {
        return of(features, labels, new Arrays[features.length], new Arrays[labels.length]);
    }

    static Entry.Batches of(Arrays features, Arrays labels, Arrays featureMask, Arrays labelMask) {
        return of(new Arrays[] {features}, new Arrays[] {labels}, new Arrays[] {featureMask}, new Arrays[] {labelMask});
    }

    /** A mask may be null. */
    static Entry.Batches of(Arrays[] features, Arrays[] labels, Arrays[] featureMasks, Arrays[] labelMasks) {
        return (type, iteration) -> {
            Random random = new Random(iteration + 1);
            return new MultiDataSet(
                    make(features, type, random),
                    make(labels, type, random),
                    make(featureMasks, type, random),
                    make(labelMasks, type, random));
        };
    }

    private static INDArray[] make(Arrays[] arrays, DataType type, Random random) {
        INDArray[] made = new INDArray[arrays.length];
        for (int i = 0; i < made.length; i++) {
            made[i] = arrays[i] == null ? null : arrays[i].of(type, random);
        }
        return made;
    }

    /** Standard normal numbers, examples first. */
    static Arrays gaussian(int... shape) {
        return (type, random) -> TestData.gaussian(type, random, withExamples(shape));
    }

    /** Numbers in (0.1, 0.9). */
    static Arrays positive(int... shape) {
        return (type, random) -> {
            INDArray array = Nd4j.create(type, toLong(withExamples(shape)));
            for (long i = 0; i < array.length(); i++) {
                array.putScalar(i, 0.1 + 0.8 * random.nextDouble());
            }
            return array;
        };
    }

    /** One of k classes in dimension 1, at every place of the others. */
    static Arrays oneHot(int classes, int... places) {
        return (type, random) -> {
            int[] shape = new int[places.length + 1];
            shape[0] = classes;
            System.arraycopy(places, 0, shape, 1, places.length);
            INDArray labels = Nd4j.zeros(type, toLong(withExamples(shape)));
            for (int i = 0; i < Entry.EXAMPLES; i++) {
                INDArray columns = labels.slice(i, 0).reshape(classes, -1);
                for (int place = 0; place < columns.size(1); place++) {
                    columns.putScalar(random.nextInt(classes), place, 1);
                }
                labels.slice(i, 0).assign(columns.reshape(labels.slice(i, 0).shape()));
            }
            return labels;
        };
    }

    /** Whole numbers below a bound. */
    static Arrays indices(int bound, int... shape) {
        return (type, random) -> {
            INDArray array = Nd4j.create(type, toLong(withExamples(shape)));
            for (long i = 0; i < array.length(); i++) {
                array.putScalar(i, random.nextInt(bound));
            }
            return array;
        };
    }

    /** 1 for the first steps of each example, 0 for the rest; the second example ends early, the third even earlier. */
    static Arrays mask(int steps) {
        return (type, random) -> {
            INDArray mask = Nd4j.ones(type, Entry.EXAMPLES, steps);
            for (int step = 0; step < steps; step++) {
                mask.putScalar(1, step, step < steps - 2 ? 1 : 0);
                mask.putScalar(2, step, step < steps - 3 ? 1 : 0);
            }
            return mask;
        };
    }

    /** The same numbers in every mini-batch. */
    static Arrays fixed(double[] values, long... shape) {
        return (type, random) -> Nd4j.createFromArray(values).reshape(shape).castTo(type);
    }

    /** Another order of dimensions. */
    static Arrays permuted(Arrays arrays, int... dimensions) {
        return (type, random) -> arrays.of(type, random).permute(dimensions).dup('c');
    }

    private static int[] withExamples(int[] shape) {
        int[] all = new int[shape.length + 1];
        all[0] = Entry.EXAMPLES;
        System.arraycopy(shape, 0, all, 1, shape.length);
        return all;
    }

    private static long[] toLong(int[] shape) {
        return java.util.Arrays.stream(shape).asLongStream().toArray();
    }
}
