package org.dl4jfreeze.network;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link NetworkAdapter} of a {@code ComputationGraph}. */
final class GraphAdapter extends NetworkAdapter {

    private final ComputationGraph graph;
    private INDArray[] labels;

    GraphAdapter(ComputationGraph graph) {
        this.graph = graph;
    }

    @Override
    Model model() {
        return graph;
    }

    @Override
    BaseMultiLayerUpdater<?> updater() {
        return graph.getUpdater();
    }

    @Override
    Layer[] layers() {
        return graph.getLayers();
    }

    @Override
    Layer[] outputLayers() {
        List<String> outputs = graph.getConfiguration().getNetworkOutputs();
        return outputs.stream()
                .map(name -> unwrap(graph.getVertex(name).getLayer()))
                .toArray(Layer[]::new);
    }

    private static Layer unwrap(Layer layer) {
        return layer instanceof FrozenLayerWithBackprop ? ((FrozenLayerWithBackprop) layer).getInsideLayer() : layer;
    }

    @Override
    boolean isTruncatedBptt() {
        return graph.getConfiguration().getBackpropType() == BackpropType.TruncatedBPTT;
    }

    @Override
    void rememberLabels() {
        Layer[] outputs = outputLayers();
        labels = new INDArray[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            labels[i] = ((IOutputLayer) outputs[i]).getLabels();
        }
    }

    @Override
    MiniBatch miniBatch() {
        return new MiniBatch(graph.getInputs(), labels, graph.getInputMaskArrays(), graph.getLabelMaskArrays());
    }

    @Override
    NetworkAdapter newShadow() {
        ComputationGraphConfiguration configuration = graph.getConfiguration().clone();
        for (GraphVertex vertex : configuration.getVertices().values()) {
            if (vertex instanceof LayerVertex) {
                LayerConfigurations.stripNoise(
                        ((LayerVertex) vertex).getLayerConf().getLayer());
            }
        }
        ComputationGraph shadow = new ComputationGraph(configuration);
        shadow.init(graph.params(), false);
        return new GraphAdapter(shadow);
    }

    @Override
    void computeGradient(MiniBatch batch) {
        graph.setInputs(batch.inputs());
        graph.setLabels(batch.labels());
        graph.setLayerMaskArrays(batch.inputMasks(), batch.labelMasks());
        graph.computeGradientAndScore();
        graph.clearLayerMaskArrays();
        graph.clearLayersStates();
    }

    @Override
    INDArray rawGradientView() {
        if (graph.getFlattenedGradients() == null) {
            graph.initGradientsView();
        }
        return graph.getFlattenedGradients();
    }
}
