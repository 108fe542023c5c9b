package org.dl4jfreeze.internal.gradient.wholebatch;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.dl4jfreeze.internal.dl4j.Delegation;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Handles a layer whose sums follow from its input and its deltas, the derivatives of the loss by its pre-activations. DL4J does not
 * expose them: they are recorded at the layer's loss function or activation function. A mask is written into the same array.
 */
abstract class DeltaSumGradSquared extends SumGradSquared {

    final LayerwiseShadow pass;
    private Object recorded;

    /** Installs recorders in the configuration of a layer, which must not be shared with another network. */
    DeltaSumGradSquared(Layer layer, LayerwiseShadow pass) {
        this.pass = pass;
        BaseLayer configuration = (BaseLayer) layer.conf().getLayer();
        if (configuration instanceof BaseOutputLayer) {
            BaseOutputLayer output = (BaseOutputLayer) configuration;
            output.setLossFn(recording(ILossFunction.class, output.getLossFn(), "computeGradient"));
        } else {
            configuration.setActivationFn(recording(IActivation.class, configuration.getActivationFn(), "backprop"));
        }
    }

    private <T> T recording(Class<T> type, T function, String name) {
        return type.cast(Proxy.newProxyInstance(
                function.getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object returned = Delegation.call(function, method, arguments);
                    if (method.getName().equals(name)) {
                        recorded = returned;
                    }
                    return returned;
                }));
    }

    @Override
    final void replaceGradient(Layer layer) {
        INDArray sums = pass.sumsOf(layer.getGradientsViewArray());
        Map<String, INDArray> views =
                layer.conf().getLayer().initializer().getGradientsFromFlattened(layer.conf(), sums);
        Object last = recorded instanceof Pair ? ((Pair<?, ?>) recorded).getFirst() : recorded;
        recorded = null;
        replaceGradient(
                layer,
                ((INDArray) last).castTo(sums.dataType()),
                views.get(DefaultParamInitializer.WEIGHT_KEY),
                views.get(DefaultParamInitializer.BIAS_KEY));
    }

    /**
     * Overwrites the layer's sums.
     *
     * @param delta   deltas in DL4J's order, in the data type of the sums; valid until the layer's workspace is closed
     * @param weights sums of the weights; overwritten
     * @param bias    sums of the biases; overwritten; null without biases
     */
    abstract void replaceGradient(Layer layer, INDArray delta, INDArray weights, INDArray bias);
}
