package org.dl4jfreeze.internal.gradient.wholebatch;

import java.util.EnumMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.dl4j.ShadowWrapper;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs one pass of the whole mini-batch, in which every layer with parameters replaces its gradient by its sum of squares, see
 * {@link SquaringLayer}. Needs, in addition to the pass itself, the scratch vector that holds the shadow's gradient and the gradient
 * of one example in one layer; for a network in half precision also a vector in FLOAT.
 */
final class LayerwiseShadow implements ShadowNetwork {

    private final NetworkAdapter shadow;
    private final Map<DataType, INDArray> work = new EnumMap<>(DataType.class);
    private INDArray gradient;
    private INDArray sums;
    private long examples;

    LayerwiseShadow(NetworkAdapter original) {
        this.shadow = original.newShadow(this::wrap, this::wrap);
    }

    /** Wraps a layer that has parameters that train; frozen layers stay, because DL4J recognises them by class. */
    private void wrap(NeuralNetConfiguration configuration) {
        Layer layer = configuration.getLayer();
        boolean isFrozen = layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop;
        if (!isFrozen && layer.initializer() != null && layer.initializer().numParams(configuration) > 0) {
            ShadowWrapper.wrap(
                    configuration,
                    (inner, another) -> SquaringLayer.around(inner, SumGradSquared.of(inner, another, this)));
        }
    }

    @Override
    public NetworkAdapter network() {
        return shadow;
    }

    @Override
    public INDArray compute(MiniBatch batch, SampleScratch scratch) {
        examples = batch.examples();
        gradient = scratch.zeros(shadow.params().dataType());
        sums = FlatArray.atLeastFloat(gradient);
        shadow.setGradientView(gradient);
        shadow.computeGradient(batch);
        return sums;
    }

    /** Returns the number of examples; an array may have several rows of each. */
    long examples() {
        return examples;
    }

    /** Returns where a layer's sums belong: its gradient itself, or in half precision the same range of another vector. */
    INDArray sumsOf(INDArray gradientOfLayer) {
        if (gradient == sums) {
            return gradientOfLayer;
        }
        long from = gradientOfLayer.offset() - gradient.offset();
        return sums.get(NDArrayIndex.interval(from, from + gradientOfLayer.length()));
    }

    /** Returns scratch memory that all layers share, shape [n], with undefined contents. */
    INDArray work(DataType type, long length) {
        INDArray known = work.get(type);
        if (known == null || known.length() < length) {
            known = FlatArray.zeros(type, length);
            work.put(type, known);
        }
        return known.get(NDArrayIndex.interval(0, length));
    }
}
