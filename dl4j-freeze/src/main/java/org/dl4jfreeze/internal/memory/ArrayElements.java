package org.dl4jfreeze.internal.memory;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads single elements of an array without allocating: {@code INDArray.getDouble} makes four objects for each. Not thread-safe. */
public final class ArrayElements {

    private final DirectArray memory = new DirectArray();
    private INDArray array;
    private boolean direct;

    /** Sets the array of the following reads, which the caller keeps reachable. */
    public void look(INDArray of) {
        if (array != of) {
            array = of;
            direct = DirectBuffers.isAccessible(of);
        }
        if (direct) {
            memory.of(of);
        }
    }

    public double get(int index) {
        double value = direct ? memory.get(index) : array.getDouble(index);
        Reference.reachabilityFence(array);
        return value;
    }
}
