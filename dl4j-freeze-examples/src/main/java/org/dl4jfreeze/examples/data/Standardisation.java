package org.dl4jfreeze.examples.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Standardises features: minus mean, divided by standard deviation (n - 1), both of the examples that it was fitted to.
 *
 * <p>A feature that is constant there is only centred: dividing by (almost) zero would blow up the first example that
 * differs, as DataVec's and ND4J's own normalisers do with a rare 0/1 feature in a small training part.
 */
record Standardisation(INDArray mean, INDArray deviation) {

    /** Computes mean and standard deviation of each column of a matrix {@code [examples, features]}. */
    static Standardisation fit(INDArray features) {
        INDArray mean = features.mean(0);
        INDArray deviation =
                features.size(0) > 1 ? features.std(0) : features.mean(0).assign(1);
        for (long i = 0; i < deviation.length(); i++) {
            if (!(deviation.getDouble(i) > 0)) {
                deviation.putScalar(i, 1);
            }
        }
        return new Standardisation(mean, deviation);
    }

    /** Standardises into a new matrix. */
    INDArray apply(INDArray features) {
        return features.subRowVector(mean).diviRowVector(deviation);
    }
}
