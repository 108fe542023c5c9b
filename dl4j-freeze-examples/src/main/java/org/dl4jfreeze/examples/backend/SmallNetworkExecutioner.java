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
 * ND4J's executioner, with three differences that matter when operations are tiny and many.
 *
 * <ul>
 * <li>The description of sub-arrays along dimensions ("TAD") comes from a cache. The stock one asks the native side anew,
 * through several native pointers, at each broadcast and each reduction, though the answer depends on the array's shape
 * alone and is a constant there. No more than {@value #MAX_ENTRIES} are kept.
 * <li>A product of FLOAT matrices is one BLAS call ({@link DirectMatrixProduct}).
 * <li>An operation stays reachable until its native call has returned. Otherwise compiled code may drop its last reference
 * to a temporary operand, and the collector frees the memory that the native side is still reading: a crash, rare, but
 * seen when collections are frequent.
 * </ul>
 *
 * <p>Public with a public constructor because ND4J instantiates it by name.
 */
public final class SmallNetworkExecutioner extends NativeOpExecutioner {

    private static final int MAX_ENTRIES = 10_000;

    private final Map<Key, TadPack> cache = new ConcurrentHashMap<>();

    /** Creates an empty cache. */
    public SmallNetworkExecutioner() {}

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
            return DirectMatrixProduct.compute(op) ? new INDArray[] {op.getOutputArgument(0)} : super.exec(op);
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
