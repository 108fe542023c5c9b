package org.dl4jfreeze.internal.dl4j.equip;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.samediff.SameDiffGraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.internal.dl4j.ConfigurationCopies;

/**
 * Replaces all configurations that a network and its layers hold by copies, so that changes to them affect no other network:
 * several may have been built from one configuration, and clones share parts of theirs.
 *
 * <p>Whatever can fail does so when this is built, while nothing has changed.
 */
final class ConfigurationSwap {

    private final List<Runnable> toCopies = new ArrayList<>();
    private final List<Runnable> toOriginals = new ArrayList<>();

    ConfigurationSwap(Model model, ConfigurationCopies copies) {
        if (model instanceof MultiLayerNetwork) {
            MultiLayerNetwork network = (MultiLayerNetwork) model;
            MultiLayerConfiguration original = network.getLayerWiseConfigurations();
            add(network::setLayerWiseConfigurations, original, copies.of(original));
            addLayers(network.getLayers(), copies);
        } else {
            ComputationGraph graph = (ComputationGraph) model;
            ComputationGraphConfiguration original = graph.getConfiguration();
            // a graph has no setter for it, and neither has a vertex
            add(setter(ComputationGraph.class, "configuration", graph), original, copies.of(original));
            addLayers(graph.getLayers(), copies);
            for (GraphVertex vertex : graph.getVertices()) {
                if (vertex instanceof SameDiffGraphVertex) {
                    SameDiffVertex configuration = (SameDiffVertex) vertex.getConfig();
                    add(setter(SameDiffGraphVertex.class, "config", vertex), configuration, copies.of(configuration));
                }
            }
        }
    }

    /** Keeps the original inside a bidirectional layer: DL4J reads the updater only from the outer configuration. */
    private void addLayers(Layer[] layers, ConfigurationCopies copies) {
        for (Layer layer : layers) {
            add(layer::setConf, layer.conf(), copies.of(layer.conf()));
        }
    }

    private <T> void add(Consumer<T> setter, T original, T copy) {
        toCopies.add(() -> setter.accept(copy));
        toOriginals.add(() -> setter.accept(original));
    }

    private static Consumer<Object> setter(Class<?> type, String name, Object target) {
        Field field;
        try {
            field = type.getDeclaredField(name);
            field.setAccessible(true);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw cannotSet(type, name, e);
        }
        return value -> {
            try {
                field.set(target, value);
            } catch (IllegalAccessException e) {
                throw cannotSet(type, name, e);
            }
        };
    }

    private static IllegalStateException cannotSet(Class<?> type, String name, Exception cause) {
        return new IllegalStateException(
                "Cannot replace this network's configuration: the field '" + name + "' of " + type.getName()
                        + " cannot be set, in a release of Deeplearning4j other than 1.0.0-M2.1 or a module that is not"
                        + " open to reflection; build the network with FreezingAdam instead",
                cause);
    }

    void toCopies() {
        toCopies.forEach(Runnable::run);
    }

    void toOriginals() {
        toOriginals.forEach(Runnable::run);
    }
}
