package org.dl4jfreeze.support;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array's elements as bits, so that -0.0 and 0.0 differ and NaN equals itself. */
public final class Bits {

    private Bits() {}

    public static long[] of(INDArray array) {
        // FLOAT and HALF widen to double without loss
        double[] values = array.castTo(DataType.DOUBLE).toDoubleVector();
        long[] bits = new long[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Double.doubleToRawLongBits(values[i]);
        }
        return bits;
    }
}
