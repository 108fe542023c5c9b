package org.dl4jfreeze.update;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.dl4jfreeze.memory.DirectBuffers;
import org.dl4jfreeze.order.FreezeMask;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mask as an array, the form in which DL4J's updater state carries it: 1 = frozen, 0 = active, so that a state of
 * zeros, as DL4J makes them, freezes nothing.
 *
 * <p>On reading, anything above one half is frozen: averaging the states of three workers turns 1 into 0.99999994.
 */
final class MaskArrays {

    private static final float THRESHOLD = 0.5f;

    private MaskArrays() {}

    static INDArray toArray(FreezeMask mask, DataType type) {
        float[] values = new float[mask.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 - mask.alpha(i);
        }
        return Nd4j.createFromArray(values).castTo(type);
    }

    static void write(FreezeMask mask, INDArray array) {
        array.assign(toArray(mask, array.dataType()));
    }

    static FreezeMask read(INDArray array) {
        int length = Math.toIntExact(array.length());
        FreezeMask.Builder mask = new FreezeMask.Builder(length);
        if (!DirectBuffers.isAccessible(array)) {
            float[] values = array.castTo(DataType.FLOAT).toFloatVector();
            for (int i = 0; i < length; i++) {
                if (values[i] > THRESHOLD) {
                    mask.freeze(i);
                }
            }
        } else if (array.dataType() == DataType.FLOAT) {
            FloatBuffer values = DirectBuffers.floats(array);
            for (int i = 0; i < length; i++) {
                if (values.get(i) > THRESHOLD) {
                    mask.freeze(i);
                }
            }
        } else {
            DoubleBuffer values = DirectBuffers.doubles(array);
            for (int i = 0; i < length; i++) {
                if (values.get(i) > THRESHOLD) {
                    mask.freeze(i);
                }
            }
        }
        Reference.reachabilityFence(array);
        return mask.build();
    }
}
