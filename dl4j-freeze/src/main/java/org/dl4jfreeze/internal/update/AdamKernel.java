package org.dl4jfreeze.internal.update;

import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.memory.DirectArray;
import org.dl4jfreeze.internal.update.MaskSegments.Kind;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes the masked step of one thread over direct memory. Frozen runs are cleared as a whole, active runs are updated by a plain
 * loop. Mixed segments are processed chunk by chunk: where most parameters are frozen, the active ones are gathered, updated by
 * the same loop and scattered; where fewer are, all are updated in a copy, and the frozen ones are restored.
 */
abstract class AdamKernel {

    /** Below this fraction of frozen parameters, restoring them is faster than gathering the others. */
    private static final double PUT_BACK = 0.45;

    private final ChunkIndices indices = new ChunkIndices();
    private final DirectArray gradient = new DirectArray();
    private final DirectArray firstMoments = new DirectArray();
    private final DirectArray secondMoments = new DirectArray();

    static AdamKernel of(DataType type) {
        return type == DataType.FLOAT ? new FloatAdamKernel() : new DoubleAdamKernel();
    }

    /** Sets the arrays that the following pieces belong to. */
    final void begin(INDArray gradients, INDArray m, INDArray v, AdamCoefficients coefficients) {
        use(gradient.of(gradients), firstMoments.of(m), secondMoments.of(v), coefficients);
    }

    final void step(MaskSegments segments, int piece) {
        for (int segment = segments.first(piece); segment < segments.first(piece + 1); segment++) {
            int begin = segments.begin(segment);
            int end = segments.end(segment);
            if (segments.kind(segment) == Kind.FROZEN) {
                gradient.clear(begin, end);
            } else {
                boolean all = segments.kind(segment) == Kind.ACTIVE;
                for (int from = begin; from < end; from += ChunkIndices.CHUNK) {
                    int to = Math.min(end, from + ChunkIndices.CHUNK);
                    if (all) {
                        updateAll(from, to - from);
                    } else {
                        updateMixed(segments.mask(), from, to);
                    }
                }
            }
        }
    }

    private void updateMixed(FreezeMask mask, int from, int to) {
        if (mask.frozenCount(from, to) < PUT_BACK * (to - from)) {
            updateExcept(indices.collect(mask, true, from, to), from, to - from);
        } else {
            updateOnly(indices.collect(mask, false, from, to), from, to - from);
        }
    }

    abstract void use(DirectArray gradients, DirectArray m, DirectArray v, AdamCoefficients coefficients);

    /** Updates {@code length} parameters in a row. */
    abstract void updateAll(int from, int length);

    /** Updates those of {@code length} parameters in a row that the indices name, and clears the rest. */
    abstract void updateOnly(ChunkIndices active, int from, int length);

    /** Clears those of {@code length} parameters in a row that the indices name, and updates the rest. */
    abstract void updateExcept(ChunkIndices frozen, int from, int length);
}
