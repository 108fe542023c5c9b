package org.dl4jfreeze.internal.update;

import java.lang.ref.Reference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.memory.DirectArray;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.Select;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes to the frozen entries of flat vectors and leaves the active ones unchanged, bit for bit.
 *
 * <p>Entries are selected, never multiplied by the mask: NaN times 0 is NaN. Memory: one bit per parameter, and where memory cannot
 * be accessed directly (another backend than the CPU's, or HALF) one byte per parameter after the first write. Not thread-safe.
 */
public final class FrozenEntries {

    private final FreezeMask mask;
    private final DirectArray memory = new DirectArray();
    private MaskSegments segments;
    private INDArray condition;
    private final Map<Long, FrozenEntries> parts = new HashMap<>();

    public FrozenEntries(FreezeMask mask) {
        this.mask = mask;
    }

    public FreezeMask mask() {
        return mask;
    }

    /** Returns the frozen entries of the parameters {@code [from, to)}; created once. */
    public FrozenEntries part(int from, int to) {
        return from == 0 && to == mask.length()
                ? this
                : parts.computeIfAbsent(
                        ((long) from << Integer.SIZE) | to, key -> new FrozenEntries(mask.slice(from, to)));
    }

    /** Sets {@code vector[i] = values[i]} wherever frozen; both of shape [n] and of one data type. */
    public void set(INDArray vector, INDArray values) {
        if (!DirectBuffers.isAccessible(vector) || !DirectBuffers.isAccessible(values)) {
            INDArray chosen = Nd4j.createUninitialized(vector.dataType(), vector.length());
            Nd4j.exec(new Select(new INDArray[] {condition(), values, vector}, new INDArray[] {chosen}));
            vector.assign(chosen);
        } else {
            DirectArray target = new DirectArray().of(vector);
            DirectArray source = new DirectArray().of(values);
            mask.forEachFrozen(i -> target.copy(i, source));
        }
        Reference.reachabilityFence(vector);
        Reference.reachabilityFence(values);
    }

    /** Sets {@code vector[i] = function(vector[i])}, rounded to the vector's data type, wherever frozen. */
    public void replaceAll(INDArray vector, DoubleUnaryOperator function) {
        if (!DirectBuffers.isAccessible(vector)) {
            mask.forEachFrozen(i -> vector.putScalar(i, function.applyAsDouble(vector.getDouble(i))));
        } else {
            DirectArray target = new DirectArray().of(vector);
            mask.forEachFrozen(i -> target.set(i, function.applyAsDouble(target.get(i))));
        }
        Reference.reachabilityFence(vector);
    }

    /** Outlives the iteration that creates it, and with it the workspace that the updater works in. */
    @SuppressWarnings("try")
    private INDArray condition() {
        if (condition == null) {
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                condition = MaskCodec.toArray(mask, DataType.BOOL);
            }
        }
        return condition;
    }

    /** Sets {@code vector[i] = +0.0} wherever frozen, whatever was there. */
    public void clear(INDArray vector) {
        if (DirectBuffers.isAccessible(vector)) {
            clear(memory.of(vector));
        } else {
            set(vector, vector.like());
        }
        Reference.reachabilityFence(vector);
    }

    private void clear(DirectArray vector) {
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

    private void clearMixed(DirectArray vector, int begin, int end) {
        for (int base = begin; base < end; base += Long.SIZE) {
            for (long rest = mask.frozenWord(base / Long.SIZE); rest != 0; rest &= rest - 1) {
                vector.set(base + Long.numberOfTrailingZeros(rest), 0);
            }
        }
    }
}
