package org.dl4jfreeze.internal.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.ZipException;
import org.dl4jfreeze.internal.memory.ArraySink;
import org.dl4jfreeze.internal.memory.ArraySource;
import org.dl4jfreeze.internal.memory.ElementType;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.FlatArrayReader;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Remembers which parameters have had a mini-batch gradient other than 0 in any sample, and which a difference {@code d_t} of (2.6):
 * a variance of 0 does not tell a parameter without gradients from one whose squared differences are too small for its data type.
 *
 * <p>Two bits per parameter. Only those that are not set yet are looked at, so that it costs next to nothing once all are. Not
 * thread-safe.
 */
public final class SeenGradients {

    private static final String NAME = "gradients-seen";
    private static final int GRADIENT = 1;
    private static final int DIFFERENCE = 2;

    private final NonZeroBits gradients;
    private final NonZeroBits differences;

    private SeenGradients(NonZeroBits gradients, NonZeroBits differences) {
        this.gradients = gradients;
        this.differences = differences;
    }

    /** Creates a memory of parameters none of which has had a gradient. */
    static SeenGradients none(int parameterCount) {
        return new SeenGradients(new NonZeroBits(parameterCount), new NonZeroBits(parameterCount));
    }

    SeenGradients copy() {
        return new SeenGradients(gradients.copy(), differences.copy());
    }

    /** Adds what another one has seen. */
    void add(SeenGradients other) {
        gradients.add(other.gradients);
        differences.add(other.differences);
    }

    /** Sees gradients, shape [p]. */
    void gradients(INDArray vector) {
        gradients.addNonZero(vector);
    }

    /** Sees differences, or squares of them, shape [p]. */
    void differences(INDArray vector) {
        differences.addNonZero(vector);
    }

    /** Sees the mean squares of single gradients that have a sum: where that is not 0 and they are, they are too small to be held. */
    void squares(INDArray squares, INDArray sum) {
        differences.addNonZero(squares);
        differences.addNonZero(sum, squares);
    }

    private boolean isTouched(int index) {
        return gradients.get(index) || differences.get(index);
    }

    /** Counts the parameters of a range, {@code [from, to)}, that have had no gradient. */
    public int untouched(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += isTouched(i) ? 0 : 1;
        }
        return count;
    }

    /** Returns those parameters of a set that have had a gradient. */
    public ParameterRanges touched(ParameterRanges all) {
        ParameterRanges.Builder touched = new ParameterRanges.Builder();
        for (int range = 0; range < all.count(); range++) {
            int begin = all.from(range);
            for (int i = begin; i < all.to(range); i++) {
                if (!isTouched(i)) {
                    touched.add(begin, i);
                    begin = i + 1;
                }
            }
            touched.add(begin, all.to(range));
        }
        return touched.build();
    }

    /** Counts the parameters of a set whose variance is 0 although their gradients have differed. */
    public int vanished(ParameterRanges all, FlatArrayReader variance) {
        int count = 0;
        double[] piece = new double[FlatArray.PIECE];
        for (int range = 0; range < all.count(); range++) {
            for (int from = all.from(range); from < all.to(range); from += piece.length) {
                int length = Math.min(piece.length, all.to(range) - from);
                variance.read(from, piece, 0, length);
                for (int i = 0; i < length; i++) {
                    count += piece[i] == 0 && differences.get(from + i) ? 1 : 0;
                }
            }
        }
        return count;
    }

    /** Saves it as an array of a byte per parameter: 1 = a mini-batch had a gradient, 2 = a difference was not 0, 3 = both. */
    void save(ArraySink arrays) throws IOException {
        int length = gradients.length();
        try (OutputStream out = arrays.create(NAME, ElementType.BYTE, length)) {
            byte[] piece = new byte[FlatArray.PIECE];
            for (int from = 0; from < length; from += piece.length) {
                int count = Math.min(piece.length, length - from);
                for (int i = 0; i < count; i++) {
                    piece[i] = (byte)
                            ((gradients.get(from + i) ? GRADIENT : 0) | (differences.get(from + i) ? DIFFERENCE : 0));
                }
                out.write(piece, 0, count);
            }
        }
    }

    /**
     * Reads what was saved.
     *
     * @throws ZipException if the bytes mean nothing
     */
    public static SeenGradients read(ArraySource arrays, int parameterCount) throws IOException {
        arrays.check(NAME, ElementType.BYTE, parameterCount);
        SeenGradients seen = none(parameterCount);
        try (InputStream in = arrays.open(NAME, ElementType.BYTE, parameterCount)) {
            byte[] piece = new byte[FlatArray.PIECE];
            for (int from = 0; from < parameterCount; from += piece.length) {
                int count = in.readNBytes(piece, 0, Math.min(piece.length, parameterCount - from));
                for (int i = 0; i < count; i++) {
                    if ((piece[i] & ~(GRADIENT | DIFFERENCE)) != 0) {
                        throw new ZipException("its array " + NAME + " has " + piece[i] + " for parameter " + (from + i)
                                + "; expected 0 to 3");
                    }
                    if ((piece[i] & GRADIENT) != 0) {
                        seen.gradients.set(from + i);
                    }
                    if ((piece[i] & DIFFERENCE) != 0) {
                        seen.differences.set(from + i);
                    }
                }
            }
        }
        return seen;
    }
}
