package org.dl4jfreeze.internal.dl4j;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Configures a wrapper around a layer of a shadow network; never written as JSON, because shadows are not. */
public abstract class ShadowWrapper extends BaseWrapperLayer {

    private static final long serialVersionUID = 1L;

    /** Wraps a layer, under its name. */
    protected ShadowWrapper(Layer wrapped) {
        super(wrapped);
        setLayerName(wrapped.getLayerName());
    }

    /**
     * Counts the parameters as if the layer were not wrapped: DL4J's initialiser for wrappers takes the number from the layer, and
     * the centre loss returns the correct one only for a configuration.
     */
    @Override
    public ParamInitializer initializer() {
        Class<?>[] type = {ParamInitializer.class};
        return (ParamInitializer) Proxy.newProxyInstance(
                ShadowWrapper.class.getClassLoader(),
                type,
                (proxy, method, arguments) -> Delegation.call(
                        underlying.initializer(),
                        method,
                        Arrays.stream(arguments).map(this::unwrapped).toArray()));
    }

    private Object unwrapped(Object argument) {
        if (argument instanceof NeuralNetConfiguration) {
            NeuralNetConfiguration inner = ((NeuralNetConfiguration) argument).clone();
            inner.setLayer(underlying);
            return inner;
        }
        return argument instanceof Layer ? underlying : argument;
    }

    /** Makes the layer that is wrapped. */
    protected final org.deeplearning4j.nn.api.Layer instantiateWrapped(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        NeuralNetConfiguration inner = (NeuralNetConfiguration) unwrapped(configuration);
        return underlying.instantiate(inner, listeners, index, parameters, initialize, type);
    }
}
