package org.dl4jfreeze.examples.backend;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.TadPack;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;

/**
 * ND4J's executioner with the description of sub-arrays along dimensions ("TAD") from a cache. The stock one asks the
 * native side anew, through several native pointers, at each broadcast and each reduction, though the answer depends on
 * the array's shape alone and is a constant there. No more than {@value #MAX_ENTRIES} are kept.
 *
 * <p>Public with a public constructor because ND4J instantiates it by name.
 */
public final class CachedTadExecutioner extends NativeOpExecutioner {

    private static final int MAX_ENTRIES = 10_000;

    private final Map<Key, TadPack> cache = new ConcurrentHashMap<>();

    /** Creates an empty cache. */
    public CachedTadExecutioner() {}

    @Override
    public TadPack tadShapeInfoAndOffsets(INDArray array, int[] dimension) {
        Key key = new Key(array.shapeInfoJava(), dimension);
        TadPack found = cache.get(key);
        if (found == null) {
            found = super.tadShapeInfoAndOffsets(array, dimension);
            if (cache.size() < MAX_ENTRIES) {
                cache.put(key.copy(), found);
            }
        }
        return found;
    }

    private static final class Key {

        private final long[] shapeInfo;
        private final int[] dimension;

        Key(long[] shapeInfo, int[] dimension) {
            this.shapeInfo = shapeInfo;
            this.dimension = dimension;
        }

        /** A key of its own: callers reuse their arrays. */
        Key copy() {
            return new Key(shapeInfo.clone(), dimension == null ? null : dimension.clone());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key
                    && Arrays.equals(shapeInfo, ((Key) other).shapeInfo)
                    && Arrays.equals(dimension, ((Key) other).dimension);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(shapeInfo) + Arrays.hashCode(dimension);
        }
    }
}
