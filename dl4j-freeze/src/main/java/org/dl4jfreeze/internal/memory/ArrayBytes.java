package org.dl4jfreeze.internal.memory;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** FLOAT and DOUBLE arrays of consecutive elements as bytes, little-endian and to the bit, through a small buffer whatever their size. */
public final class ArrayBytes {

    /** How many elements go through the buffer at a time. */
    private static final int PIECE = 8192;

    private ArrayBytes() {}

    private interface Transfer {

        void move(ByteBuffer buffer, long from, int count) throws IOException;
    }

    /**
     * Writes all elements.
     *
     * @param array FLOAT or DOUBLE, of consecutive elements
     * @param out   where to
     * @throws IOException if that can't be written
     */
    public static void write(INDArray array, OutputStream out) throws IOException {
        int width = array.dataType().width();
        forEachPiece(array, (buffer, from, count) -> {
            fill(buffer, array, from, count);
            out.write(buffer.array(), 0, count * width);
        });
    }

    /**
     * Reads as many elements as an array has.
     *
     * @param in    where from
     * @param array FLOAT or DOUBLE, of consecutive elements; overwritten
     * @throws EOFException if it ends before
     * @throws IOException  if it can't be read
     */
    public static void read(InputStream in, INDArray array) throws IOException {
        int width = array.dataType().width();
        forEachPiece(array, (buffer, from, count) -> {
            int bytes = count * width;
            int found = in.readNBytes(buffer.array(), 0, bytes);
            if (found < bytes) {
                throw new EOFException((bytes - found) + " bytes and perhaps more are missing at the end");
            }
            empty(buffer, array, from, count);
        });
    }

    private static void forEachPiece(INDArray array, Transfer transfer) throws IOException {
        long length = array.length();
        ByteBuffer buffer = ByteBuffer.allocate(
                        (int) Math.min(length, PIECE) * array.dataType().width())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (long from = 0; from < length; from += PIECE) {
            transfer.move(buffer, from, (int) Math.min(PIECE, length - from));
        }
        Reference.reachabilityFence(array);
    }

    private static boolean isDirect(INDArray array) {
        return DirectBuffers.isEnabledFor(array.dataType()) && (array.length() == 1 || array.elementWiseStride() == 1);
    }

    private static void fill(ByteBuffer buffer, INDArray array, long from, int count) {
        if (array.dataType() == DataType.FLOAT) {
            buffer.asFloatBuffer()
                    .put(
                            isDirect(array)
                                    ? DirectBuffers.floats(array, from, count)
                                    : FloatBuffer.wrap(
                                            stretch(array, from, count).toFloatVector()));
        } else {
            buffer.asDoubleBuffer()
                    .put(
                            isDirect(array)
                                    ? DirectBuffers.doubles(array, from, count)
                                    : DoubleBuffer.wrap(
                                            stretch(array, from, count).toDoubleVector()));
        }
    }

    private static void empty(ByteBuffer buffer, INDArray array, long from, int count) {
        if (array.dataType() == DataType.FLOAT) {
            float[] values = new float[count];
            buffer.asFloatBuffer().get(values);
            if (isDirect(array)) {
                DirectBuffers.floats(array, from, count).put(values);
            } else {
                stretch(array, from, count).assign(Nd4j.createFromArray(values));
            }
        } else {
            double[] values = new double[count];
            buffer.asDoubleBuffer().get(values);
            if (isDirect(array)) {
                DirectBuffers.doubles(array, from, count).put(values);
            } else {
                stretch(array, from, count).assign(Nd4j.createFromArray(values));
            }
        }
    }

    private static INDArray stretch(INDArray array, long from, long count) {
        return array.reshape(array.length()).get(NDArrayIndex.interval(from, from + count));
    }
}
