package org.dl4jfreeze.internal.dl4j;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Configures a wrapper around a layer of a shadow network; never written as JSON, because shadows are not. */
public final class ShadowWrapper extends BaseWrapperLayer {

    private static final long serialVersionUID = 1L;

    private final transient Wrapping wrapping;

    private ShadowWrapper(Layer wrapped, Wrapping wrapping) {
        super(wrapped);
        this.wrapping = wrapping;
        setLayerName(wrapped.getLayerName());
    }

    /** Makes the wrapper. */
    public interface Wrapping {

        /**
         * Wraps a layer.
         *
         * @param another makes a second instance of the layer, on the same parameters
         */
        org.deeplearning4j.nn.api.Layer around(
                org.deeplearning4j.nn.api.Layer layer, Supplier<org.deeplearning4j.nn.api.Layer> another);
    }

    /** Wraps the layer of a configuration, in place. */
    public static void wrap(NeuralNetConfiguration configuration, Wrapping wrapping) {
        configuration.setLayer(new ShadowWrapper(configuration.getLayer(), wrapping));
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

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        Function<Boolean, org.deeplearning4j.nn.api.Layer> instance = initialized -> underlying.instantiate(
                (NeuralNetConfiguration) unwrapped(configuration), listeners, index, parameters, initialized, type);
        return wrapping.around(instance.apply(initialize), () -> instance.apply(false));
    }
}
