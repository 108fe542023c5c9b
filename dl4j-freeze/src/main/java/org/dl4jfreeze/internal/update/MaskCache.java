package org.dl4jfreeze.internal.update;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dl4jfreeze.FreezeMask;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What was frozen in which stretch of a network's gradient memory, for as long as that memory lives.
 *
 * <p>{@code MultiLayerNetwork.clear()} drops the updater with its state, and with that the mask; the next updater starts from
 * zeros. Parameters and gradients stay, so the memory of the gradient tells the new updater whose successor it is.
 */
final class MaskCache {

    private static final Map<Key, Map<Long, FreezeMask>> MASKS = new ConcurrentHashMap<>();
    private static final ReferenceQueue<DataBuffer> GONE = new ReferenceQueue<>();

    private MaskCache() {}

    /** The memory itself, not what it holds: a buffer's own {@code equals} compares numbers. */
    private static final class Key extends WeakReference<DataBuffer> {

        private final int hash;

        Key(DataBuffer buffer) {
            super(buffer, GONE);
            hash = System.identityHashCode(buffer);
        }

        @Override
        public boolean equals(Object other) {
            return this == other || other instanceof Key && get() != null && ((Key) other).get() == get();
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Remembers the mask of a stretch, in place of an earlier one. */
    static void remember(INDArray gradient, FreezeMask mask) {
        for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            MASKS.remove(gone);
        }
        Key key = new Key(memoryOf(gradient));
        if (mask.isAnyFrozen()) {
            MASKS.computeIfAbsent(key, absent -> new ConcurrentHashMap<>()).put(gradient.offset(), mask);
        } else {
            MASKS.computeIfPresent(key, (same, stretches) -> {
                stretches.remove(gradient.offset());
                return stretches.isEmpty() ? null : stretches;
            });
        }
    }

    /** The mask of a stretch; null if nothing was frozen there, or it was of another length. */
    static FreezeMask of(INDArray gradient) {
        Map<Long, FreezeMask> stretches = MASKS.get(new Key(memoryOf(gradient)));
        FreezeMask mask = stretches == null ? null : stretches.get(gradient.offset());
        return mask == null || mask.length() != gradient.length() ? null : mask;
    }

    private static DataBuffer memoryOf(INDArray array) {
        DataBuffer original = array.data().originalDataBuffer();
        return original == null ? array.data() : original;
    }
}
