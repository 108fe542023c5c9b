package org.dl4jfreeze.internal.gradient.wholebatch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Records the derivatives of the loss by a layer's pre-activations, which DL4J does not expose, at the layer's loss function or
 * activation function. A mask is written into the same array.
 */
final class RecordedDelta {

    private Object result;

    /** Installs recorders in the configuration of a layer, which must not be shared with another network. */
    RecordedDelta(BaseLayer layer) {
        if (layer instanceof BaseOutputLayer) {
            BaseOutputLayer output = (BaseOutputLayer) layer;
            output.setLossFn(recording(ILossFunction.class, output.getLossFn(), "computeGradient"));
        } else {
            layer.setActivationFn(recording(IActivation.class, layer.getActivationFn(), "backprop"));
        }
    }

    private <T> T recording(Class<T> type, T function, String name) {
        return type.cast(Proxy.newProxyInstance(
                function.getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        Object returned = method.invoke(function, arguments);
                        if (method.getName().equals(name)) {
                            result = returned;
                        }
                        return returned;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** Returns the derivatives of the last backward pass; valid until the layer's workspace is closed. */
    INDArray take() {
        Object last = result;
        result = null;
        return (INDArray) (last instanceof Pair ? ((Pair<?, ?>) last).getFirst() : last);
    }
}
