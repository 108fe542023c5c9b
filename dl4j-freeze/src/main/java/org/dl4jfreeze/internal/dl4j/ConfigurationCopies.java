package org.dl4jfreeze.internal.dl4j;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Copies a network's layer configurations with other updaters in them.
 *
 * <p>DL4J's own {@code clone()} is not enough: it shares the updaters, and what a wrapper such as {@code LastTimeStep} wraps,
 * with the original, and an attention vertex loses its updater. What was one object in the original is one object in the
 * copy: a network and its layers share configurations, and {@code setLearningRate} relies on it.
 */
public final class ConfigurationCopies {

    private final UnaryOperator<IUpdater> updaters;
    private final Consumer<TrainingConfig> change;
    private final Map<Object, Object> copies = new IdentityHashMap<>();

    /**
     * Starts with nothing copied.
     *
     * @param updaters the updater of the copy; gets null where there is none
     * @param change   makes further changes to the copy of a layer's or vertex's configuration
     */
    public ConfigurationCopies(UnaryOperator<IUpdater> updaters, Consumer<TrainingConfig> change) {
        this.updaters = updaters;
        this.change = change;
    }

    /**
     * Returns a copy for a network that computes gradients and never trains, with the updaters of the original. Not by JSON: a
     * class of the user's may lack the constructor that JSON needs, or come back with other values.
     *
     * @throws IllegalStateException if a part of the user's cannot be copied; the message says what to use instead
     */
    static MultiLayerConfiguration forShadow(MultiLayerConfiguration original) {
        return copied(() -> new ConfigurationCopies(UnaryOperator.identity(), configuration -> {}).of(original));
    }

    /** Does the same with a graph's configuration, including vertices without parameters, which may have a state. */
    static ComputationGraphConfiguration forShadow(ComputationGraphConfiguration original) {
        return copied(() -> {
            ComputationGraphConfiguration copy =
                    new ConfigurationCopies(UnaryOperator.identity(), configuration -> {}).of(original);
            copy.getVertices()
                    .replaceAll(
                            (name, vertex) -> vertex == original.getVertices().get(name) ? vertex.clone() : vertex);
            return copy;
        });
    }

    private static <T> T copied(Supplier<T> copy) {
        try {
            return copy.get();
        } catch (RuntimeException e) {
            throw LossLayerSupport.refusal("the network's configuration cannot be copied (" + e.getMessage() + ")", e);
        }
    }

    public MultiLayerConfiguration of(MultiLayerConfiguration original) {
        MultiLayerConfiguration copy = original.clone();
        List<NeuralNetConfiguration> layers = new ArrayList<>();
        original.getConfs().forEach(layer -> layers.add(of(layer)));
        copy.setConfs(layers);
        return copy;
    }

    public ComputationGraphConfiguration of(ComputationGraphConfiguration original) {
        ComputationGraphConfiguration copy = original.clone();
        Map<String, GraphVertex> vertices = new LinkedHashMap<>();
        original.getVertices().forEach((name, vertex) -> vertices.put(name, of(vertex)));
        copy.setVertices(vertices);
        // left out by clone()
        copy.setIterationCount(original.getIterationCount());
        copy.setEpochCount(original.getEpochCount());
        copy.setTopologicalOrder(original.getTopologicalOrder());
        copy.setTopologicalOrderStr(original.getTopologicalOrderStr());
        return copy;
    }

    /** Returns the copy of a layer's or vertex's configuration; null if none has been made. */
    public TrainingConfig existing(TrainingConfig original) {
        return (TrainingConfig) copies.get(original);
    }

    public NeuralNetConfiguration of(NeuralNetConfiguration original) {
        NeuralNetConfiguration known = (NeuralNetConfiguration) copies.get(original);
        if (known != null) {
            return known;
        }
        NeuralNetConfiguration copy = original.clone();
        copies.put(original, copy);
        copy.setLayer(of(original.getLayer()));
        return copy;
    }

    /** A vertex without parameters that train has no updater and stays the object that it is. */
    public GraphVertex of(GraphVertex original) {
        if (original instanceof LayerVertex) {
            LayerVertex vertex = (LayerVertex) original;
            LayerVertex copy = new LayerVertex(of(vertex.getLayerConf()), vertex.getPreProcessor());
            copy.setOutputVertex(vertex.isOutputVertex());
            return copy;
        }
        return original instanceof SameDiffVertex ? of((SameDiffVertex) original) : original;
    }

    public SameDiffVertex of(SameDiffVertex original) {
        SameDiffVertex known = (SameDiffVertex) copies.get(original);
        if (known != null) {
            return known;
        }
        // clone() copies what the subclass has; an attention vertex leaves out what all of them have
        SameDiffVertex copy = (SameDiffVertex) original.clone();
        copies.put(original, copy);
        copy.setName(original.getName());
        copy.setDataType(original.getDataType());
        copy.setRegularization(original.getRegularization());
        copy.setRegularizationBias(original.getRegularizationBias());
        copy.setGradientNormalization(original.getGradientNormalization());
        copy.setGradientNormalizationThreshold(original.getGradientNormalizationThreshold());
        copy.setUpdater(updaters.apply(original.getUpdater()));
        copy.setBiasUpdater(updaters.apply(original.getBiasUpdater()));
        change.accept(copy);
        return copy;
    }

    private Layer of(Layer original) {
        Layer known = (Layer) copies.get(original);
        if (known != null || original == null) {
            return known;
        }
        Layer copy = original instanceof FrozenLayer ? ofFrozen((FrozenLayer) original) : original.clone();
        copies.put(original, copy);
        if (original instanceof BaseLayer) {
            BaseLayer layer = (BaseLayer) original;
            ((BaseLayer) copy).setIUpdater(updaters.apply(layer.getIUpdater()));
            ((BaseLayer) copy).setBiasUpdater(updaters.apply(layer.getBiasUpdater()));
        } else if (original instanceof AbstractSameDiffLayer) {
            AbstractSameDiffLayer layer = (AbstractSameDiffLayer) original;
            ((AbstractSameDiffLayer) copy).setUpdater(updaters.apply(layer.getUpdater()));
            ((AbstractSameDiffLayer) copy).setBiasUpdater(updaters.apply(layer.getBiasUpdater()));
        } else if (original instanceof BaseWrapperLayer) {
            ((BaseWrapperLayer) copy).setUnderlying(of(((BaseWrapperLayer) original).getUnderlying()));
        } else if (original instanceof Bidirectional) {
            Bidirectional both = (Bidirectional) copy;
            both.setFwd(of(both.getFwd()));
            both.setBwd(of(both.getBwd()));
            // it refers to the original, and is made again on first use
            both.setInitializer(null);
        }
        change.accept(copy);
        return copy;
    }

    private FrozenLayer ofFrozen(FrozenLayer original) {
        FrozenLayer copy = new FrozenLayer(of(original.getLayer()));
        copy.setLayerName(original.getLayerName());
        copy.setIDropout(original.getIDropout());
        copy.setConstraints(original.getConstraints());
        return copy;
    }
}
