package org.dl4jfreeze.examples.backend;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.cpu.nativecpu.DirectShapeInfoProvider;

/**
 * Shape information from a cache, as {@link DirectShapeInfoProvider} means it to be.
 *
 * <p>In 1.0.0-M2.1 the one overload that every new array goes through is not cached: each array, view and scalar costs a
 * native call and several native pointers that the garbage collector must free. For a network as small as 13-20-1 that
 * is more than half of an iteration. The buffers are constants, so sharing them is safe; no more than
 * {@value #MAX_ENTRIES} are kept.
 *
 * <p>Public with a public constructor because ND4J instantiates it by name.
 */
public final class CachedShapeInfo extends DirectShapeInfoProvider {

    private static final int MAX_ENTRIES = 10_000;

    private final Map<Key, Pair<DataBuffer, long[]>> cache = new ConcurrentHashMap<>();

    /** Creates an empty cache. */
    public CachedShapeInfo() {}

    @Override
    public Pair<DataBuffer, long[]> createShapeInformation(
            long[] shape, long[] stride, long elementWiseStride, char order, DataType dataType, boolean empty) {
        Key key = new Key(shape, stride, elementWiseStride, order, dataType, empty);
        Pair<DataBuffer, long[]> found = cache.get(key);
        if (found == null) {
            found = super.createShapeInformation(shape, stride, elementWiseStride, order, dataType, empty);
            if (cache.size() < MAX_ENTRIES) {
                cache.put(key.copy(), found);
            }
        }
        return found;
    }

    @Override
    public void purgeCache() {
        super.purgeCache();
        cache.clear();
    }

    private static final class Key {

        private final long[] shape;
        private final long[] stride;
        private final long elementWiseStride;
        private final char order;
        private final DataType dataType;
        private final boolean empty;

        Key(long[] shape, long[] stride, long elementWiseStride, char order, DataType dataType, boolean empty) {
            this.shape = shape;
            this.stride = stride;
            this.elementWiseStride = elementWiseStride;
            this.order = order;
            this.dataType = dataType;
            this.empty = empty;
        }

        /** A key of its own: callers reuse their arrays. */
        Key copy() {
            return new Key(
                    shape == null ? null : shape.clone(),
                    stride == null ? null : stride.clone(),
                    elementWiseStride,
                    order,
                    dataType,
                    empty);
        }

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof Key)) {
                return false;
            }
            Key key = (Key) other;
            return elementWiseStride == key.elementWiseStride
                    && order == key.order
                    && dataType == key.dataType
                    && empty == key.empty
                    && Arrays.equals(shape, key.shape)
                    && Arrays.equals(stride, key.stride);
        }

        @Override
        public int hashCode() {
            int hash = 31 * Arrays.hashCode(shape) + Arrays.hashCode(stride);
            hash = 31 * hash + Long.hashCode(elementWiseStride);
            return 31 * (31 * hash + order) + dataType.ordinal();
        }
    }
}
