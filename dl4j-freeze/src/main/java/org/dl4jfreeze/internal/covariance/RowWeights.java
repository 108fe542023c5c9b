package org.dl4jfreeze.internal.covariance;

import java.io.Serializable;
import java.util.Arrays;

/** One weight per difference. All of them decay with every new one, which costs nothing because they share a factor. */
final class RowWeights implements Serializable {

    private static final long serialVersionUID = 1L;

    private double[] relative = new double[16];
    private int size;
    private double scale = 1;

    int size() {
        return size;
    }

    double get(int row) {
        return relative[row] * scale;
    }

    RowWeights copy() {
        RowWeights copy = new RowWeights();
        copy.assign(this);
        return copy;
    }

    void assign(RowWeights other) {
        relative = other.relative.clone();
        size = other.size;
        scale = other.scale;
    }

    /** Multiplies all by a factor in (0,1]. */
    void decay(double factor) {
        scale *= factor;
        if (scale < 1e-100) {
            for (int i = 0; i < size; i++) {
                relative[i] *= scale;
            }
            scale = 1;
        }
    }

    void add(double weight) {
        if (size == relative.length) {
            relative = Arrays.copyOf(relative, 2 * size);
        }
        relative[size++] = weight / scale;
    }

    void clear() {
        size = 0;
        scale = 1;
    }
}
