package org.dl4jfreeze.internal.gradient.firstexample;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.memory.DirectArray;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Computes {@code g_1} of a chain of dense layers directly: the gradient of an example is the outer product of a layer's input and
 * the derivative of the loss by its pre-activation. Small networks are bound by the number of ND4J operations; this needs a few per
 * layer, on arrays of one row: the loss and the activations.
 */
final class DenseChainGradient {

    private final INDArray parameters;
    private final DirectArray parameterVector;
    private final List<DenseLayerPass> layers;
    private final ILossFunction loss;
    private final ScalarLoss plainLoss;
    private final double[] label;
    private INDArray target;
    private DirectArray targetVector;

    private DenseChainGradient(INDArray parameters, List<DenseLayerPass> layers, BaseOutputLayer output) {
        this.parameters = parameters;
        this.layers = layers;
        this.loss = output.getLossFn();
        this.plainLoss = ScalarLoss.of(loss, output.getActivationFn());
        label = new double[Math.toIntExact(output.getNOut())];
        parameterVector = new DirectArray().of(parameters);
    }

    /**
     * Creates it for a network that is a chain of dense layers and ends in an output layer.
     *
     * @return null if the network is not, or its memory cannot be accessed directly
     */
    static DenseChainGradient of(NetworkAdapter network) {
        INDArray parameters = network.params().reshape(network.params().length());
        Layer[] all = network.layers();
        if (!network.isPlainChain() || !DirectBuffers.isAccessible(parameters)) {
            return null;
        }
        List<DenseLayerPass> layers = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            DenseLayerPass layer = isPlain(all[i], i == all.length - 1) ? DenseLayerPass.of(all[i], parameters) : null;
            if (layer == null) {
                return null;
            }
            layers.add(layer);
        }
        BaseOutputLayer output = (BaseOutputLayer) all[all.length - 1].conf().getLayer();
        return new DenseChainGradient(parameters, layers, output);
    }

    private static boolean isPlain(Layer layer, boolean last) {
        return layer.getClass() == (last ? OutputLayer.class : DenseLayer.class)
                && !((org.deeplearning4j.nn.layers.BaseLayer<?>) layer).hasLayerNorm();
    }

    /** Tells whether the network's parameters are still the same array. */
    boolean isOf(NetworkAdapter network) {
        return DirectBuffers.addressOf(network.params()) == DirectBuffers.addressOf(parameters);
    }

    /** Tells whether a mini-batch consists of plain rows without masks. */
    boolean takes(MiniBatch batch) {
        return batch.inputs()[0].rank() == 2
                && batch.labels()[0] != null
                && batch.labels()[0].rank() == 2
                && batch.hasNoMasks();
    }

    /**
     * Computes the gradient of the first example's loss.
     *
     * @param gradient shape [p], like the parameters; overwritten
     * @return it
     */
    INDArray compute(MiniBatch batch, INDArray gradient) {
        if (gradient != target) {
            target = gradient;
            targetVector = new DirectArray().of(gradient);
        }
        readFirstRow(batch.inputs()[0], layers.get(0).input());
        int last = layers.size() - 1;
        for (int i = 0; i < last; i++) {
            layers.get(i).compute(parameterVector);
            layers.get(i).activate(layers.get(i + 1).input());
        }
        layers.get(last).compute(parameterVector);
        if (plainLoss != null && batch.labels()[0].size(1) == label.length) {
            readFirstRow(batch.labels()[0], label);
            layers.get(last).derive(plainLoss, label);
        } else {
            INDArray labels = batch.labels()[0];
            layers.get(last)
                    .derive(loss, MiniBatch.firstOf(labels, labels.size(0)).castTo(parameters.dataType()));
        }
        for (int i = last; i > 0; i--) {
            layers.get(i - 1).deriveActivation(layers.get(i).inputError(parameterVector));
        }
        layers.forEach(layer -> layer.writeGradient(targetVector));
        Reference.reachabilityFence(gradient);
        Reference.reachabilityFence(parameters);
        return gradient;
    }

    /** Copies the first row, without a call of ND4J where rows are contiguous. */
    private static void readFirstRow(INDArray rows, double[] target) {
        boolean behindEachOther = DirectBuffers.isAccessible(rows) && rows.ordering() == 'c' && rows.stride(1) == 1;
        DenseLayerPass.read(behindEachOther ? rows : MiniBatch.firstOf(rows, rows.size(0)), target);
    }
}
