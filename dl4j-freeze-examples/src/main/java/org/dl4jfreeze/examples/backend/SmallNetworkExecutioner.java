package org.dl4jfreeze.examples.backend;

import java.lang.ref.Reference;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
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
 * <li>The description of sub-arrays along dimensions ("TAD") comes from a cache. The stock executioner computes it natively,
 * through several native pointers, at each broadcast and each reduction, although it depends only on the array's shape and is
 * a constant. No more than {@value #MAX_ENTRIES} are kept.
 * <li>A product of FLOAT matrices is one BLAS call ({@link DirectMatrixProduct}).
 * <li>An operation stays reachable until its native call has returned. Otherwise compiled code may drop its last reference
 * to a temporary operand, and the collector frees the memory that the native side is still reading: a rare crash, observed
 * when collections are frequent.
 * </ul>
 *
 * <p>Public with a public constructor because ND4J instantiates it by name.
 */
public final class SmallNetworkExecutioner extends NativeOpExecutioner {

    private static final int MAX_ENTRIES = 10_000;

    private final Map<List<Object>, TadPack> cache = new ConcurrentHashMap<>();

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
        // copies, because callers reuse their arrays; buffers are equal by content
        List<Object> key = Arrays.asList(
                LongBuffer.wrap(array.shapeInfoJava().clone()),
                dimension == null ? null : IntBuffer.wrap(dimension.clone()));
        TadPack found = cache.get(key);
        if (found == null) {
            found = super.tadShapeInfoAndOffsets(array, dimension);
            if (cache.size() < MAX_ENTRIES) {
                cache.put(key, found);
            }
        }
        return found;
    }
}
