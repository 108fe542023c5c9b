package org.dl4jfreeze.internal.covariance;

import java.util.Arrays;
import org.dl4jfreeze.internal.memory.FlatArray;

/** Holds a complete eigenbasis, stored explicitly. */
final class DenseBasis implements EigenBasis {

    private final int n;
    private final SymmetricKernels.Eigen eigen;

    DenseBasis(int n, SymmetricKernels.Eigen eigen) {
        this.n = n;
        this.eigen = eigen;
    }

    @Override
    public double[] values() {
        return eigen.values;
    }

    @Override
    public void forEach(Visitor visitor) {
        int r = eigen.values.length;
        int width = Math.min(n, Math.max(1, FlatArray.PIECE * 16 / Math.max(1, r)));
        double[] components = new double[width * r];
        double[] piece = new double[width];
        for (int first = 0; first < n; first += width) {
            int count = Math.min(width, n - first);
            for (int k = 0; k < r; k++) {
                FlatArray.read(eigen.vectors, (long) k * n + first, piece, 0, count);
                for (int i = 0; i < count; i++) {
                    components[i * r + k] = piece[i];
                }
            }
            visitor.visit(first, count, components);
        }
    }

    @Override
    public double[] components(int parameter) {
        double[] components = new double[eigen.values.length];
        Arrays.setAll(components, k -> FlatArray.read(eigen.vectors, (long) k * n + parameter));
        return components;
    }

    @Override
    public void close() {
        eigen.release();
    }
}
