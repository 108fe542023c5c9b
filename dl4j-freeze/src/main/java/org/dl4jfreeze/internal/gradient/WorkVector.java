package org.dl4jfreeze.internal.gradient;

import java.util.EnumMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A vector over all parameters that is needed for the time of one sample: lent memory if there is some, else memory of its own,
 * which is kept for the next sample.
 */
public final class WorkVector {

    private final long length;
    private final Map<DataType, INDArray> own = new EnumMap<>(DataType.class);
    private INDArray lent;
    private boolean lentAreZeros;

    public WorkVector(long length) {
        this.length = length;
    }

    /**
     * Uses memory in place of its own for the time of an action.
     *
     * @param memory as many zeros as there are parameters, to be overwritten; null for none
     */
    void lend(INDArray memory, Runnable action) {
        lent = memory;
        lentAreZeros = true;
        try {
            action.run();
        } finally {
            lent = null;
        }
    }

    /** The vector, shape [p]; what is in it is anything, and it is anybody's after the next call. */
    @SuppressWarnings("try")
    public INDArray of(DataType type) {
        if (lent != null && lent.dataType() == type) {
            lentAreZeros = false;
            return lent;
        }
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return own.computeIfAbsent(type, absent -> Nd4j.create(absent, length));
        }
    }

    /** The vector, filled with zeros: not every layer writes all of its gradient. */
    public INDArray zeros(DataType type) {
        boolean zeros = lent != null && lent.dataType() == type && lentAreZeros;
        INDArray vector = of(type);
        return zeros ? vector : vector.assign(0);
    }

    /** Lets go of its own memory; who asks again gets new. */
    void release() {
        own.clear();
    }
}
