package org.dl4jfreeze.internal.covariance;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.dl4jfreeze.internal.memory.ArraySink;
import org.dl4jfreeze.internal.memory.ArraySource;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One weight per difference. All of them decay with every new one, which costs nothing because they share a factor. */
final class RowWeights {

    private static final String NAME = "covariance-weights";

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

    void save(CovarianceData data, ArraySink arrays) throws IOException {
        data.rows = size;
        data.scale = scale;
        if (size > 0) {
            INDArray values = FlatArray.uninitialised(DataType.DOUBLE, size);
            FlatArray.write(values, 0, relative, 0, size);
            arrays.write(NAME, values);
            FlatArray.release(values);
        }
    }

    static RowWeights restored(int size, double scale, ArraySource arrays) throws IOException {
        RowWeights restored = new RowWeights();
        restored.scale = scale;
        restored.size = size;
        if (size > 0) {
            INDArray values = arrays.read(NAME, DataType.DOUBLE, size);
            restored.relative = new double[size];
            FlatArray.read(values, 0, restored.relative, 0, size);
            FlatArray.release(values);
            for (double weight : restored.relative) {
                if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                    throw new ZipException(
                            NAME + " has the weight " + weight + ", expected finite numbers of at least 0");
                }
            }
        }
        return restored;
    }
}
