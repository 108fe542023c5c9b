package org.dl4jfreeze.examples.backend;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BroadcastOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.shape.TadPack;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;

/**
 * ND4J's executioner, with two differences that matter when operations are tiny and many.
 *
 * <ul>
 * <li>The description of sub-arrays along dimensions ("TAD") comes from a cache. The stock executioner computes it natively,
 * through several native pointers, at each broadcast and each reduction, although it depends only on the array's shape and is
 * a constant. No more than {@value #MAX_ENTRIES} are kept.
 * <li>An operation stays reachable until its native call has returned. Otherwise compiled code may drop its last reference
 * to a temporary operand, and the collector frees the memory that the native side is still reading: a rare crash, observed
 * when collections are frequent.
 * </ul>
 *
 * <p>Public with a public constructor because ND4J instantiates it by name.
 */
public final class SmallNetworkExecutioner extends NativeOpExecutioner {

    private static final int MAX_ENTRIES = 10_000;

    private final Map<Key, TadPack> cache = new ConcurrentHashMap<>();

    @Override
    public INDArray exec(Op op, OpContext context) {
        try {
            return super.exec(op, context);
        } finally {
            Reference.reachabilityFence(op);
        }
    }

    @Override
    public INDArray exec(BroadcastOp op, OpContext context) {
        try {
            return super.exec(op, context);
        } finally {
            Reference.reachabilityFence(op);
        }
    }

    @Override
    public INDArray exec(ReduceOp op, OpContext context) {
        try {
            return super.exec(op, context);
        } finally {
            Reference.reachabilityFence(op);
        }
    }

    @Override
    public INDArray exec(ScalarOp op, OpContext context) {
        try {
            return super.exec(op, context);
        } finally {
            Reference.reachabilityFence(op);
        }
    }

    @Override
    public INDArray[] exec(CustomOp op) {
        try {
            return super.exec(op);
        } finally {
            Reference.reachabilityFence(op);
        }
    }

    @Override
    public INDArray[] exec(CustomOp op, OpContext context) {
        try {
            return super.exec(op, context);
        } finally {
            Reference.reachabilityFence(op);
            Reference.reachabilityFence(context);
        }
    }

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

    private record Key(long[] shapeInfo, int[] dimension) {

        /** Copies the arrays, because callers reuse them. */
        Key copy() {
            return new Key(shapeInfo.clone(), dimension == null ? null : dimension.clone());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && Arrays.equals(shapeInfo, key.shapeInfo)
                    && Arrays.equals(dimension, key.dimension);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(shapeInfo) + Arrays.hashCode(dimension);
        }
    }
}
