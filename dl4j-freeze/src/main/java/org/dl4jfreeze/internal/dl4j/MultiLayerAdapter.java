package org.dl4jfreeze.internal.dl4j;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link NetworkAdapter} of a {@code MultiLayerNetwork}. */
final class MultiLayerAdapter extends NetworkAdapter {

    private final MultiLayerNetwork network;

    MultiLayerAdapter(MultiLayerNetwork network) {
        this.network = network;
    }

    @Override
    public Model model() {
        return network;
    }

    @Override
    public BaseMultiLayerUpdater<?> updater() {
        if (network.getUpdater(false) == null) {
            UpdaterStateSize.check(this);
        }
        Updater updater = network.getUpdater();
        if (!(updater instanceof BaseMultiLayerUpdater)) {
            throw new IllegalStateException("Nothing in this network can be frozen: its updater was set to "
                    + typeOf(updater) + ", must be DL4J's own, which applies FreezingAdam; leave out setUpdater");
        }
        return (BaseMultiLayerUpdater<?>) updater;
    }

    @Override
    int iterationCount() {
        return network.getIterationCount();
    }

    @Override
    int epochCount() {
        return network.getEpochCount();
    }

    @Override
    void setCounts(int iterations, int epochs) {
        network.getLayerWiseConfigurations().setIterationCount(iterations);
        network.getLayerWiseConfigurations().setEpochCount(epochs);
    }

    @Override
    Collection<TrainingListener> listeners() {
        return network.getListeners();
    }

    @Override
    public Layer[] layers() {
        // not by getLayers(), which waits for the network's monitor: a training thread holds it while it waits for
        // questions
        Layer[] layers = new Layer[network.getnLayers()];
        Arrays.setAll(layers, network::getLayer);
        return layers;
    }

    @Override
    public org.deeplearning4j.nn.conf.layers.Layer configurationOf(Layer layer) {
        Layer[] layers = layers();
        int index = 0;
        while (layers[index] != layer) {
            index++;
        }
        return network.getLayerWiseConfigurations().getConf(index).getLayer();
    }

    @Override
    public Layer[] outputLayers() {
        return new Layer[] {TrainableLayers.unwrapFrozen(network.getOutputLayer())};
    }

    @Override
    public boolean isTruncatedBptt() {
        return network.getLayerWiseConfigurations().getBackpropType() == BackpropType.TruncatedBPTT;
    }

    @Override
    public boolean isPlainChain() {
        return network.getLayerWiseConfigurations().getInputPreProcessors().isEmpty();
    }

    /**
     * Takes masks from the layers, because a MultiLayerNetwork does not keep the feature mask; not every layer that it passed
     * through has kept it.
     */
    @Override
    public MiniBatch miniBatch() {
        INDArray[] hiddenMasks = Arrays.stream(layers())
                .limit(network.getnLayers() - 1)
                .map(Layer::getMaskArray)
                .toArray(INDArray[]::new);
        INDArray[] labelMasks = {labelMask()};
        return new MiniBatch(
                new INDArray[] {network.getInput()}, new INDArray[] {network.getLabels()}, hiddenMasks, labelMasks);
    }

    private INDArray labelMask() {
        Layer output = outputLayers()[0];
        INDArray mask = output.getMaskArray();
        if (mask != null && output instanceof RnnOutputLayer && mask.size(1) > 1) {
            // one number per output, flattened to [examples * steps, outputs]; it is set as [examples, outputs, steps]
            int examples = network.batchSize();
            return TimeSeriesUtils.reshape2dTo3d(mask, examples, LayerWorkspaceMgr.noWorkspaces(), ArrayType.INPUT);
        }
        return mask;
    }

    @Override
    public long examples() {
        return present(network.getInput()).size(0);
    }

    @Override
    public NetworkAdapter newShadow(Consumer<NeuralNetConfiguration> hidden, Consumer<NeuralNetConfiguration> loss) {
        MultiLayerConfiguration configuration = ConfigurationCopies.forShadow(network.getLayerWiseConfigurations());
        configuration.getConfs().forEach(layer -> LayerConfigurations.stripNoise(layer.getLayer()));
        int last = network.getnLayers() - 1;
        configuration.getConfs().subList(0, last).forEach(hidden);
        loss.accept(configuration.getConf(last));
        MultiLayerNetwork shadow = new Shadow(configuration);
        shadow.init(network.params(), false);
        return new MultiLayerAdapter(shadow);
    }

    @Override
    public void computeGradient(MiniBatch batch) {
        network.setInput(batch.inputs()[0]);
        network.setLabels(batch.labels()[0]);
        Layer[] layers = layers();
        for (int i = 0; i < layers.length - 1; i++) {
            layers[i].setMaskArray(batch.inputMasks()[i]);
        }
        layers[layers.length - 1].setMaskArray(batch.labelMasks()[0]);
        network.computeGradientAndScore();
        network.clearLayerMaskArrays();
        network.clearLayersStates();
        network.setInput(null);
        network.setLabels(null);
    }

    @Override
    public INDArray rawGradientView() {
        if (network.getFlattenedGradients() == null) {
            network.initGradientsView();
        }
        return network.getFlattenedGradients();
    }

    @Override
    public void setGradientView(INDArray gradient) {
        ((Shadow) network).leaveGradientIn(gradient);
    }

    /** A network whose gradient vector can be set: DL4J allocates one otherwise. The warning concerns two methods of DL4J. */
    @SuppressWarnings("overrides")
    private static final class Shadow extends MultiLayerNetwork {

        private static final long serialVersionUID = 1L;

        Shadow(MultiLayerConfiguration configuration) {
            super(configuration);
        }

        void leaveGradientIn(INDArray gradient) {
            if (flattenedGradients != gradient) {
                flattenedGradients = gradient;
                setBackpropGradientsViewArray(gradient);
            }
        }
    }
}
