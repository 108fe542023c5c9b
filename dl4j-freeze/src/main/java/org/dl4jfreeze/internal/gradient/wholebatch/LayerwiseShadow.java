package org.dl4jfreeze.internal.gradient.wholebatch;

import java.util.EnumMap;
import java.util.Map;
import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One pass of the whole mini-batch, in which every layer that has parameters puts its sum of squares in the place of its gradient:
 * see {@link SquaringLayer}. So it costs no memory but the work vector that the shadow's gradient is left in, the gradient of one
 * example in one layer, and what the pass itself takes; for a network in half precision a vector in FLOAT.
 */
final class LayerwiseShadow implements ShadowNetwork {

    private final NetworkAdapter shadow;
    private final Map<DataType, INDArray> work = new EnumMap<>(DataType.class);
    private INDArray gradient;
    private INDArray sums;
    private long examples;

    LayerwiseShadow(NetworkAdapter original) {
        this.shadow = original.newShadow(
                layer -> SquaringLayerConf.wrap(layer, this), layer -> SquaringLayerConf.wrap(layer, this));
    }

    @Override
    public NetworkAdapter network() {
        return shadow;
    }

    @Override
    public INDArray compute(MiniBatch batch, SampleScratch scratch) {
        examples = batch.examples();
        gradient = scratch.zeros(shadow.params().dataType());
        sums = MiniBatch.atLeastFloat(gradient);
        shadow.setGradientView(gradient);
        shadow.computeGradient(batch);
        return sums;
    }

    /** How many examples there are; an array may have several rows of each. */
    long examples() {
        return examples;
    }

    /** Where a layer's sums belong; its gradient itself, or in half precision the same stretch of another vector. */
    INDArray sumsOf(INDArray gradientOfLayer) {
        if (gradient == sums) {
            return gradientOfLayer;
        }
        long from = gradientOfLayer.offset() - gradient.offset();
        return sums.get(NDArrayIndex.interval(from, from + gradientOfLayer.length()));
    }

    /** Work memory that all layers share, shape [n]; what is in it is any other layer's. */
    @SuppressWarnings("try")
    INDArray work(DataType type, long length) {
        INDArray known = work.get(type);
        if (known == null || known.length() < length) {
            try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                known = Nd4j.create(type, length);
            }
            work.put(type, known);
        }
        return known.get(NDArrayIndex.interval(0, length));
    }
}
