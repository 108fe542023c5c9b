package org.dl4jfreeze.internal.dl4j;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** {@link NetworkAdapter} of a {@code ComputationGraph}. */
final class GraphAdapter extends NetworkAdapter {

    private final ComputationGraph graph;
    private INDArray[] labels;

    GraphAdapter(ComputationGraph graph) {
        this.graph = graph;
    }

    @Override
    public Model model() {
        return graph;
    }

    @Override
    public BaseMultiLayerUpdater<?> updater() {
        if (graph.getUpdater(false) == null) {
            UpdaterStateSize.check(this);
        }
        return graph.getUpdater();
    }

    @Override
    int iterationCount() {
        return graph.getIterationCount();
    }

    @Override
    int epochCount() {
        return graph.getEpochCount();
    }

    @Override
    void setCounts(int iterations, int epochs) {
        graph.getConfiguration().setIterationCount(iterations);
        graph.getConfiguration().setEpochCount(epochs);
    }

    @Override
    Collection<TrainingListener> listeners() {
        return graph.getListeners();
    }

    @Override
    public Layer[] layers() {
        return graph.getLayers();
    }

    @Override
    public org.deeplearning4j.nn.conf.layers.Layer configurationOf(Layer layer) {
        return Arrays.stream(graph.getVertices())
                .filter(vertex -> vertex.hasLayer() && vertex.getLayer() == layer)
                .map(vertex ->
                        (LayerVertex) graph.getConfiguration().getVertices().get(vertex.getVertexName()))
                .map(vertex -> vertex.getLayerConf().getLayer())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public Layer[] outputLayers() {
        List<String> outputs = graph.getConfiguration().getNetworkOutputs();
        return outputs.stream()
                .map(name -> TrainableLayers.unwrapFrozen(graph.getVertex(name).getLayer()))
                .toArray(Layer[]::new);
    }

    @Override
    public boolean isTruncatedBptt() {
        return graph.getConfiguration().getBackpropType() == BackpropType.TruncatedBPTT;
    }

    @Override
    public boolean isPlainChain() {
        ComputationGraphConfiguration configuration = graph.getConfiguration();
        if (configuration.getNetworkInputs().size() != 1
                || configuration.getNetworkOutputs().size() != 1) {
            return false;
        }
        String previous = configuration.getNetworkInputs().get(0);
        for (Layer layer : graph.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            GraphVertex vertex = configuration.getVertices().get(name);
            if (!(vertex instanceof LayerVertex)
                    || ((LayerVertex) vertex).getPreProcessor() != null
                    || !List.of(previous).equals(configuration.getVertexInputs().get(name))) {
                return false;
            }
            previous = name;
        }
        return configuration.getVertices().size() == graph.getLayers().length
                && previous.equals(configuration.getNetworkOutputs().get(0));
    }

    @Override
    void rememberLabels() {
        labels = Arrays.stream(outputLayers())
                .map(output -> ((IOutputLayer) output).getLabels())
                .toArray(INDArray[]::new);
    }

    @Override
    public MiniBatch miniBatch() {
        return new MiniBatch(graph.getInputs(), labels, graph.getInputMaskArrays(), graph.getLabelMaskArrays());
    }

    @Override
    public long examples() {
        return present(graph.getInputs()[0]).size(0);
    }

    @Override
    public NetworkAdapter newShadow(Consumer<NeuralNetConfiguration> hidden, Consumer<NeuralNetConfiguration> loss) {
        ComputationGraphConfiguration configuration = ConfigurationCopies.forShadow(graph.getConfiguration());
        configuration.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex) {
                NeuralNetConfiguration layer = ((LayerVertex) vertex).getLayerConf();
                LayerConfigurations.stripNoise(layer.getLayer());
                boolean isOutput = configuration.getNetworkOutputs().contains(name);
                (isOutput ? loss : hidden).accept(layer);
            }
        });
        ComputationGraph shadow = new Shadow(configuration);
        shadow.init(graph.params(), false);
        return new GraphAdapter(shadow);
    }

    @Override
    public void computeGradient(MiniBatch batch) {
        graph.setInputs(batch.inputs());
        graph.setLabels(batch.labels());
        graph.setLayerMaskArrays(nullIfEmpty(batch.inputMasks()), nullIfEmpty(batch.labelMasks()));
        graph.computeGradientAndScore();
        graph.clearLayerMaskArrays();
        graph.clearLayersStates();
    }

    /** Returns null if there is no mask at all, as a graph expects, instead of an array of nulls. */
    private static INDArray[] nullIfEmpty(INDArray[] masks) {
        return Arrays.stream(masks).allMatch(Objects::isNull) ? null : masks;
    }

    @Override
    public INDArray rawGradientView() {
        if (graph.getFlattenedGradients() == null) {
            graph.initGradientsView();
        }
        return graph.getFlattenedGradients();
    }

    @Override
    public void setGradientView(INDArray gradient) {
        ((Shadow) graph).leaveGradientIn(gradient);
    }

    /** A graph whose gradient vector can be set: DL4J allocates one otherwise, and its own setter omits vertices with parameters. */
    private static final class Shadow extends ComputationGraph {

        private static final long serialVersionUID = 1L;

        Shadow(ComputationGraphConfiguration configuration) {
            super(configuration);
        }

        void leaveGradientIn(INDArray gradient) {
            if (flattenedGradients == gradient) {
                return;
            }
            flattenedGradients = gradient;
            long from = 0;
            for (int index : topologicalOrder) {
                long to = from + vertices[index].numParams();
                if (to > from) {
                    vertices[index].setBackpropGradientsViewArray(gradient.get(NDArrayIndex.interval(from, to)));
                }
                from = to;
            }
        }
    }
}
