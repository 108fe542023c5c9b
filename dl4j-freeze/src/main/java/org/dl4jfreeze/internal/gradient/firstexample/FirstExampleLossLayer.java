package org.dl4jfreeze.internal.gradient.firstexample;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dl4jfreeze.internal.dl4j.Delegation;
import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.ShadowWrapper;
import org.dl4jfreeze.internal.dl4j.TrainableLayers;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Restricts the loss to the first example of the mini-batch, and returns zeros as the gradient by the other examples' activations.
 * Where the layers below have seen the whole mini-batch, the result is the gradient of the first example's loss, which depends on
 * the other examples too (through batch normalisation). The loss layer only has to compute the loss of a mini-batch of one.
 *
 * <p>DL4J's losses refuse a label mask of one number. In that case the loss layer is given the example twice, the second
 * time with mask 0.
 *
 * <p>A proxy around the loss layer, which passes all other calls on.
 */
public final class FirstExampleLossLayer implements InvocationHandler {

    private final Layer loss;
    private long examples;
    private INDArray input;
    private INDArray labels;
    private INDArray mask;

    private FirstExampleLossLayer(Layer loss) {
        this.loss = loss;
    }

    /** What the proxy is. */
    private interface OfFirstExample extends IOutputLayer {

        void setExamples(long number);
    }

    /** Makes a shadow of a network that computes the loss of the first example only, see {@link #computeGradient}. */
    public static NetworkAdapter shadowOf(NetworkAdapter network) {
        return network.newShadow(
                hidden -> {}, configuration -> ShadowWrapper.wrap(configuration, (loss, another) -> around(loss)));
    }

    /**
     * Computes the gradient of the first example's loss in such a shadow.
     *
     * @param batch the mini-batch, or its first example as a mini-batch of one
     */
    public static void computeGradient(NetworkAdapter shadow, MiniBatch batch) {
        for (Layer output : shadow.outputLayers()) {
            setExamples(output, batch.examples());
        }
        shadow.computeGradient(batch);
    }

    public static Layer around(Layer loss) {
        Class<?>[] type = {OfFirstExample.class};
        return (Layer) Proxy.newProxyInstance(
                FirstExampleLossLayer.class.getClassLoader(), type, new FirstExampleLossLayer(loss));
    }

    /** Tells such a layer how many examples the next mini-batch holds; arrays may have several rows of each. */
    public static void setExamples(Layer output, long number) {
        if (output instanceof OfFirstExample) {
            ((OfFirstExample) output).setExamples(number);
        }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "setExamples":
                examples = (long) arguments[0];
                return null;
            case "setInput":
                setInput((INDArray) arguments[0], (LayerWorkspaceMgr) arguments[1]);
                return null;
            case "input":
                return input;
            case "activate":
                if (arguments[0] instanceof INDArray) {
                    setInput((INDArray) arguments[0], (LayerWorkspaceMgr) arguments[2]);
                    return loss.activate((boolean) arguments[1], (LayerWorkspaceMgr) arguments[2]);
                }
                break;
            case "backpropGradient":
                return backpropGradient((LayerWorkspaceMgr) arguments[1]);
            case "setMaskArray":
                mask = (INDArray) arguments[0];
                return null;
            case "getMaskArray":
                return mask;
            case "feedForwardMaskArray":
                // without a mask so far: a loss layer could mistake a feature mask for its label mask
                loss.setMaskArray(null);
                Object result = Delegation.call(loss, method, arguments);
                mask = loss.getMaskArray();
                return result;
            case "needsLabels":
                return lossItself().needsLabels();
            case "setLabels":
                labels = (INDArray) arguments[0];
                return null;
            case "getLabels":
                return labels;
            case "computeScore":
                // the shadow's loss is not used
                return 0.0;
            case "clear":
                input = null;
                labels = null;
                mask = null;
                break;
            default:
                break;
        }
        return Delegation.call(loss, method, arguments);
    }

    private void setInput(INDArray activations, LayerWorkspaceMgr workspaceMgr) {
        loss.setInput(activations, workspaceMgr);
        input = loss.input();
    }

    private IOutputLayer lossItself() {
        return (IOutputLayer) TrainableLayers.unwrapFrozen(loss);
    }

    private Pair<Gradient, INDArray> backpropGradient(LayerWorkspaceMgr workspaceMgr) {
        INDArray example = MiniBatch.firstOf(input, examples);
        INDArray label = MiniBatch.firstOf(labels, examples);
        INDArray itsMask = MiniBatch.firstOf(mask, examples);
        if (itsMask != null && itsMask.length() == 1) {
            example = Nd4j.concat(0, example, example);
            label = label == null ? null : Nd4j.concat(0, label, label);
            itsMask = Nd4j.concat(0, itsMask, itsMask.like());
        }
        loss.setInput(example, workspaceMgr);
        loss.setMaskArray(itsMask);
        lossItself().setLabels(label);
        Pair<Gradient, INDArray> result = loss.backpropGradient(null, workspaceMgr);
        return new Pair<>(result.getFirst(), amongZeros(result.getSecond(), workspaceMgr));
    }

    private INDArray amongZeros(INDArray ofExample, LayerWorkspaceMgr workspaceMgr) {
        INDArray all = workspaceMgr.create(ArrayType.ACTIVATION_GRAD, ofExample.dataType(), input.shape(), 'f');
        INDArray rows = all.get(MiniBatch.rowsOfFirst(all, examples));
        // an example that was given twice has a second row, which is masked
        rows.assign(MiniBatch.head(ofExample, rows.size(0)));
        return all;
    }
}
