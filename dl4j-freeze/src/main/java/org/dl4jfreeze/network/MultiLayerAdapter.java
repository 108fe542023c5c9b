package org.dl4jfreeze.network;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link NetworkAdapter} of a {@code MultiLayerNetwork}. */
final class MultiLayerAdapter extends NetworkAdapter {

    private final MultiLayerNetwork network;

    MultiLayerAdapter(MultiLayerNetwork network) {
        this.network = network;
    }

    @Override
    Model model() {
        return network;
    }

    @Override
    BaseMultiLayerUpdater<?> updater() {
        return (BaseMultiLayerUpdater<?>) network.getUpdater();
    }

    @Override
    Layer[] layers() {
        return network.getLayers();
    }

    @Override
    Layer[] outputLayers() {
        return new Layer[] {network.getOutputLayer()};
    }

    @Override
    boolean isTruncatedBptt() {
        return network.getLayerWiseConfigurations().getBackpropType() == BackpropType.TruncatedBPTT;
    }

    @Override
    void rememberLabels() {
        // a MultiLayerNetwork keeps them through the iteration
    }

    @Override
    MiniBatch miniBatch() {
        int examples = network.batchSize();
        Layer[] layers = network.getLayers();
        INDArray inputMask = layers.length == 1 ? null : inputMask(layers[0].getMaskArray(), examples);
        INDArray labelMask = labelMask(layers[layers.length - 1], examples);
        return new MiniBatch(
                new INDArray[] {network.getInput()},
                new INDArray[] {network.getLabels()},
                new INDArray[] {inputMask},
                new INDArray[] {labelMask});
    }

    /** A preprocessor before the first layer flattens a time series mask to [examples * steps, 1]. */
    private static INDArray inputMask(INDArray mask, int examples) {
        return mask == null || mask.size(0) == examples ? mask : sequenceMask(mask, examples);
    }

    private static INDArray labelMask(Layer output, int examples) {
        INDArray mask = output.getMaskArray();
        if (mask == null) {
            return null;
        }
        if (output instanceof RnnOutputLayer) {
            // always flattened: [examples * steps, 1], or one number per output, [examples * steps, outputs]
            return mask.size(1) == 1
                    ? sequenceMask(mask, examples)
                    : TimeSeriesUtils.reshape2dTo3d(mask, examples, LayerWorkspaceMgr.noWorkspaces(), ArrayType.INPUT);
        }
        // another number of rows: fed forward from the input mask and flattened on the way, as the shadow will do too
        return mask.size(0) == examples ? mask : null;
    }

    /** [examples * steps, 1] back to [examples, steps]. */
    private static INDArray sequenceMask(INDArray mask, int examples) {
        return mask.reshape('f', examples, mask.length() / examples);
    }

    @Override
    NetworkAdapter newShadow() {
        MultiLayerConfiguration configuration =
                network.getLayerWiseConfigurations().clone();
        configuration.getConfs().forEach(layer -> LayerConfigurations.stripNoise(layer.getLayer()));
        MultiLayerNetwork shadow = new MultiLayerNetwork(configuration);
        shadow.init(network.params(), false);
        return new MultiLayerAdapter(shadow);
    }

    @Override
    void computeGradient(MiniBatch batch) {
        network.setInput(batch.inputs()[0]);
        network.setLabels(batch.labels()[0]);
        network.setLayerMaskArrays(
                batch.inputMasks() == null ? null : batch.inputMasks()[0],
                batch.labelMasks() == null ? null : batch.labelMasks()[0]);
        network.computeGradientAndScore();
        network.clearLayerMaskArrays();
        network.clearLayersStates();
        network.setInput(null);
        network.setLabels(null);
    }

    @Override
    INDArray rawGradientView() {
        if (network.getFlattenedGradients() == null) {
            network.initGradientsView();
        }
        return network.getFlattenedGradients();
    }
}
