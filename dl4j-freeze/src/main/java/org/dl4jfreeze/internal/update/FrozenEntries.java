package org.dl4jfreeze.internal.update;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.memory.ArrayMemory;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.Select;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes to the frozen entries of flat vectors and leaves the active ones alone, to the bit.
 *
 * <p>Entries are chosen, never multiplied by the mask: NaN times 0 is NaN. Memory: one bit per parameter, and where memory can't be
 * accessed directly (another backend than the CPU's, or HALF) a byte per parameter once something is set. Not thread-safe.
 */
public final class FrozenEntries {

    private final FreezeMask mask;
    private final ArrayMemory memory = new ArrayMemory();
    private MaskSegments segments;
    private INDArray condition;
    private final Map<Long, FrozenEntries> parts = new HashMap<>();

    /**
     * The frozen entries of a mask.
     *
     * @param mask of n parameters
     */
    public FrozenEntries(FreezeMask mask) {
        this.mask = mask;
    }

    /**
     * The mask.
     *
     * @return what was given to the constructor
     */
    public FreezeMask mask() {
        return mask;
    }

    /**
     * A part of these entries, made once.
     *
     * @param from first index
     * @param to   index behind the last one
     * @return the entries of {@code to - from} parameters
     * @throws IndexOutOfBoundsException if the range is not within the mask
     */
    public FrozenEntries part(int from, int to) {
        return from == 0 && to == mask.length()
                ? this
                : parts.computeIfAbsent(
                        ((long) from << Integer.SIZE) | to, key -> new FrozenEntries(mask.slice(from, to)));
    }

    /**
     * {@code vector[i] = values[i]} wherever frozen.
     *
     * @param vector shape [n], overwritten where frozen
     * @param values shape [n], of the same data type
     */
    public void set(INDArray vector, INDArray values) {
        if (!DirectBuffers.isAccessible(vector) || !DirectBuffers.isAccessible(values)) {
            INDArray chosen = Nd4j.createUninitialized(vector.dataType(), vector.length());
            Nd4j.exec(new Select(new INDArray[] {condition(), values, vector}, new INDArray[] {chosen}));
            vector.assign(chosen);
        } else if (vector.dataType() == DataType.FLOAT) {
            FloatBuffer target = DirectBuffers.floats(vector);
            FloatBuffer source = DirectBuffers.floats(values);
            mask.forEachFrozen(i -> target.put(i, source.get(i)));
        } else {
            DoubleBuffer target = DirectBuffers.doubles(vector);
            DoubleBuffer source = DirectBuffers.doubles(values);
            mask.forEachFrozen(i -> target.put(i, source.get(i)));
        }
        Reference.reachabilityFence(vector);
        Reference.reachabilityFence(values);
    }

    /**
     * {@code vector[i] = function(vector[i])} wherever frozen.
     *
     * @param vector   shape [n], overwritten where frozen
     * @param function of one number; what it gives is rounded to the vector's data type
     */
    public void replaceAll(INDArray vector, DoubleUnaryOperator function) {
        if (!DirectBuffers.isAccessible(vector)) {
            mask.forEachFrozen(i -> vector.putScalar(i, function.applyAsDouble(vector.getDouble(i))));
        } else if (vector.dataType() == DataType.FLOAT) {
            FloatBuffer target = DirectBuffers.floats(vector);
            mask.forEachFrozen(i -> target.put(i, (float) function.applyAsDouble(target.get(i))));
        } else {
            DoubleBuffer target = DirectBuffers.doubles(vector);
            mask.forEachFrozen(i -> target.put(i, function.applyAsDouble(target.get(i))));
        }
        Reference.reachabilityFence(vector);
    }

    /** Outlives the iteration in which it is made, and with it the workspace that the updater works in. */
    @SuppressWarnings("try")
    private INDArray condition() {
        if (condition == null) {
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                condition = MaskCodec.toArray(mask, DataType.BOOL);
            }
        }
        return condition;
    }

    /**
     * {@code vector[i] = +0.0} wherever frozen, whatever stood there.
     *
     * @param vector shape [n], overwritten where frozen
     */
    public void clear(INDArray vector) {
        if (DirectBuffers.isAccessible(vector)) {
            clear(memory.of(vector));
        } else {
            set(vector, vector.like());
        }
        Reference.reachabilityFence(vector);
    }

    private void clear(ArrayMemory vector) {
        if (segments == null) {
            segments = new MaskSegments(mask);
        }
        for (int segment = 0; segment < segments.count(); segment++) {
            int begin = segments.begin(segment);
            int end = segments.end(segment);
            switch (segments.kind(segment)) {
                case FROZEN:
                    vector.clear(begin, end);
                    break;
                case MIXED:
                    clearMixed(vector, begin, end);
                    break;
                default: // nothing to clear
                    break;
            }
        }
    }

    private void clearMixed(ArrayMemory vector, int begin, int end) {
        for (int base = begin; base < end; base += Long.SIZE) {
            for (long rest = mask.frozenWord(base / Long.SIZE); rest != 0; rest &= rest - 1) {
                vector.clear(base + Long.numberOfTrailingZeros(rest));
            }
        }
    }
}
