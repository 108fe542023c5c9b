package org.dl4jfreeze.internal.update;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Identifies a network by the memory of its gradient, of which the gradients of all its updater blocks are parts; a key of maps that
 * does not keep the memory reachable. Memory is compared by identity: a buffer's own {@code equals} compares its numbers.
 */
final class GradientMemory extends WeakReference<DataBuffer> {

    private final int hash;

    /**
     * Creates a key.
     *
     * @param gradient a network's gradient, or a part of it
     * @param gone     receives the key once the memory is garbage
     */
    GradientMemory(INDArray gradient, ReferenceQueue<DataBuffer> gone) {
        this(whole(gradient), gone);
    }

    private GradientMemory(DataBuffer buffer, ReferenceQueue<DataBuffer> gone) {
        super(buffer, gone);
        hash = System.identityHashCode(buffer);
    }

    /** Returns the memory that an array is a view of, which lives as long as any such view. */
    static DataBuffer whole(INDArray array) {
        DataBuffer original = array.data().originalDataBuffer();
        return original == null ? array.data() : original;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof GradientMemory && get() != null && ((GradientMemory) other).get() == get();
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
