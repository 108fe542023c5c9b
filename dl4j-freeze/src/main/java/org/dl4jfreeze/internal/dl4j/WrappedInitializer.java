package org.dl4jfreeze.internal.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Counts the parameters of a wrapped layer as if it were not wrapped: DL4J's initialiser for wrappers takes the number from the
 * layer, and the centre loss returns the correct one only for a configuration.
 */
public final class WrappedInitializer implements ParamInitializer {

    private static ParamInitializer of(org.deeplearning4j.nn.conf.layers.Layer wrapper) {
        return wrapped(wrapper).initializer();
    }

    private static org.deeplearning4j.nn.conf.layers.Layer wrapped(org.deeplearning4j.nn.conf.layers.Layer wrapper) {
        return ((BaseWrapperLayer) wrapper).getUnderlying();
    }

    /** Returns the configuration with the wrapped layer in it. */
    private static NeuralNetConfiguration inner(NeuralNetConfiguration configuration) {
        NeuralNetConfiguration inner = configuration.clone();
        inner.setLayer(wrapped(configuration.getLayer()));
        return inner;
    }

    @Override
    public long numParams(NeuralNetConfiguration configuration) {
        return of(configuration.getLayer()).numParams(inner(configuration));
    }

    @Override
    public long numParams(org.deeplearning4j.nn.conf.layers.Layer wrapper) {
        return of(wrapper).numParams(wrapped(wrapper));
    }

    @Override
    public List<String> paramKeys(org.deeplearning4j.nn.conf.layers.Layer wrapper) {
        return of(wrapper).paramKeys(wrapped(wrapper));
    }

    @Override
    public List<String> weightKeys(org.deeplearning4j.nn.conf.layers.Layer wrapper) {
        return of(wrapper).weightKeys(wrapped(wrapper));
    }

    @Override
    public List<String> biasKeys(org.deeplearning4j.nn.conf.layers.Layer wrapper) {
        return of(wrapper).biasKeys(wrapped(wrapper));
    }

    @Override
    public boolean isWeightParam(org.deeplearning4j.nn.conf.layers.Layer wrapper, String key) {
        return of(wrapper).isWeightParam(wrapped(wrapper), key);
    }

    @Override
    public boolean isBiasParam(org.deeplearning4j.nn.conf.layers.Layer wrapper, String key) {
        return of(wrapper).isBiasParam(wrapped(wrapper), key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration configuration, INDArray view, boolean initialize) {
        return of(configuration.getLayer()).init(inner(configuration), view, initialize);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration configuration, INDArray view) {
        return of(configuration.getLayer()).getGradientsFromFlattened(inner(configuration), view);
    }
}
