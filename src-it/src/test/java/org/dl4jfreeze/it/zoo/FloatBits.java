package org.dl4jfreeze.it.zoo;

import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The bits of FLOAT vectors that are too long to be copied to the heap, each in a memory of its own. */
final class FloatBits {

    private FloatBits() {}

    /** The bits in place, one int per element. */
    static IntBuffer of(INDArray vector) {
        if (vector.dataType() != DataType.FLOAT || vector.data().length() != vector.length()) {
            throw new IllegalArgumentException("Must be all of a FLOAT buffer, received " + vector.shapeInfoToString());
        }
        return vector.data().asNio().order(ByteOrder.nativeOrder()).asIntBuffer();
    }

    /** Whether two vectors have the same bits: -0.0 is not 0.0, and NaN is itself. */
    static boolean areEqual(INDArray one, INDArray other) {
        return of(one).equals(of(other));
    }
}
