package org.dl4jfreeze.internal.dl4j;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gives {@code MultiLayerNetwork} and {@code ComputationGraph} the common type that DL4J does not. */
public abstract class NetworkAdapter {

    /** Tells whether a model that a listener is called with is a whole network, and not a layer that is pretrained. */
    static boolean isNetwork(Model model) {
        return model instanceof MultiLayerNetwork || model instanceof ComputationGraph;
    }

    /**
     * Returns the adapter of a network.
     *
     * @throws IllegalArgumentException if the model is neither of the two
     * @throws IllegalStateException    if it has not been initialised
     */
    public static NetworkAdapter of(Model model) {
        Objects.requireNonNull(model, "The network is null; pass a MultiLayerNetwork or a ComputationGraph");
        if (isNetwork(model) && model.params() == null) {
            throw new IllegalStateException("The network has no parameters yet; call its init() first");
        }
        if (model instanceof MultiLayerNetwork) {
            return new MultiLayerAdapter((MultiLayerNetwork) model);
        }
        if (model instanceof ComputationGraph) {
            return new GraphAdapter((ComputationGraph) model);
        }
        throw new IllegalArgumentException(
                "Unsupported model, must be a MultiLayerNetwork or a ComputationGraph, received " + typeOf(model));
    }

    /** Returns the name of an object's class; of a proxy, whose own name says nothing, those of its interfaces. */
    static String typeOf(Object object) {
        Class<?> type = object.getClass();
        return Proxy.isProxyClass(type)
                ? Arrays.stream(type.getInterfaces()).map(Class::getName).collect(joining(", ", "a proxy of ", ""))
                : type.getName();
    }

    /** Returns the input of the mini-batch that is under way. */
    static INDArray present(INDArray input) {
        if (input == null) {
            throw new IllegalStateException(
                    "Cannot sample a gradient: the network no longer has the mini-batch's input;"
                            + " call listeners before clear(), or train by fit");
        }
        return input;
    }

    public abstract Model model();

    public abstract BaseMultiLayerUpdater<?> updater();

    abstract int iterationCount();

    abstract int epochCount();

    abstract void setCounts(int iterations, int epochs);

    /** What DL4J does after it has called the listeners of an iteration or epoch. */
    public enum Ahead {
        NOTHING,
        /** The iteration is counted, and constraints are applied. */
        END_OF_ITERATION,
        /** The epoch is counted. */
        END_OF_EPOCH
    }

    /** An action that may fail to read or write. */
    public interface IoAction {
        void run() throws IOException;
    }

    /** Runs an action while the network is as DL4J will leave it, which is undone afterwards. */
    public final void ahead(Ahead ahead, IoAction action) throws IOException {
        if (ahead == Ahead.NOTHING) {
            action.run();
            return;
        }
        int iterations = iterationCount();
        int epochs = epochCount();
        INDArray parameters = ahead == Ahead.END_OF_ITERATION ? params().dup() : null;
        try {
            if (parameters == null) {
                setCounts(iterations, epochs + 1);
            } else {
                setCounts(iterations + 1, epochs);
                model().applyConstraints(iterations + 1, epochs);
            }
            action.run();
        } finally {
            setCounts(iterations, epochs);
            if (parameters != null) {
                // applied twice, constraints may differ in the last bits: DL4J must apply them to what they have not
                // changed
                // yet
                params().assign(parameters);
                FlatArray.release(parameters);
            }
        }
    }

    abstract Collection<TrainingListener> listeners();

    /** Removes listeners from the network and its layers. */
    public final void removeListeners(Predicate<TrainingListener> condition) {
        List<TrainingListener> kept = new ArrayList<>(listeners());
        if (kept.removeIf(condition)) {
            model().setListeners(kept.toArray(new TrainingListener[0]));
        }
    }

    /**
     * Applies the constraints of the iteration that is being told to listeners, which DL4J would do after that. To be called in
     * {@code iterationDone}, when all layers of which something can be frozen have a {@link FreezeAwareConstraint}.
     */
    final void applyConstraintsAhead() {
        int iterations = iterationCount();
        int epochs = epochCount();
        try {
            setCounts(iterations + 1, epochs);
            FreezeAwareConstraint.applyAhead(List.of(layers()), iterations + 1, epochs);
        } finally {
            setCounts(iterations, epochs);
        }
    }

    public abstract Layer[] layers();

    /** Returns the configuration of a layer, with its wrappers: a wrapper's own {@code conf()} is that of what it wraps. */
    public abstract org.deeplearning4j.nn.conf.layers.Layer configurationOf(Layer layer);

    /** Returns the layers that compute the loss, in the order of the network's outputs. */
    public abstract Layer[] outputLayers();

    public abstract boolean isTruncatedBptt();

    /** Tells whether each layer's output is the next one's input, unchanged, from the only input to the only output. */
    public abstract boolean isPlainChain();

    /** Keeps the labels; to be called after the backward pass, the last moment at which a graph has them. */
    void rememberLabels() {
        // a MultiLayerNetwork keeps them through the iteration
    }

    /** Returns the mini-batch of the iteration that is under way. */
    public abstract MiniBatch miniBatch();

    /** Returns the number of examples in it; DL4J's batch size counts rows of labels instead. */
    public abstract long examples();

    /**
     * Makes a shadow: a network without dropout and weight noise on the same parameters, with separate gradients.
     *
     * @param hidden changes the configuration of each layer that computes no loss
     * @param loss   changes the configuration of each layer that computes a loss
     */
    public abstract NetworkAdapter newShadow(
            Consumer<NeuralNetConfiguration> hidden, Consumer<NeuralNetConfiguration> loss);

    /** Computes the gradient in a shadow, of the loss that it was made for. */
    public abstract void computeGradient(MiniBatch batch);

    public final INDArray params() {
        return model().params();
    }

    /** Returns DL4J's updater state: of all parameters, block by block. */
    public final INDArray updaterState() {
        return updater().getStateViewArray();
    }

    /** Tells whether two networks have their parameters in the same memory; the arrays may be different views of it. */
    public final boolean sharesParametersWith(NetworkAdapter other) {
        return DirectBuffers.addressOf(params()) == DirectBuffers.addressOf(other.params());
    }

    /** Returns the flat gradient vector: a sum over the mini-batch until the updater has run. */
    public final INDArray gradientView() {
        INDArray view = rawGradientView();
        return view.reshape(view.length());
    }

    public abstract INDArray rawGradientView();

    /**
     * Makes a shadow write its gradient to this vector from now on; otherwise it would allocate one.
     *
     * @param gradient shape [p], like the parameters
     */
    public abstract void setGradientView(INDArray gradient);

    /**
     * Returns the state at the start of the present segment of truncated back-propagation, by index of the recurrent layer. DL4J
     * keeps it as the "previous" state until the segment is done; the "TBPTT" state is already that at the segment's end.
     */
    public final Map<Integer, Map<String, INDArray>> recurrentState() {
        Map<Integer, Map<String, INDArray>> state = new TreeMap<>();
        Layer[] layers = layers();
        for (int i = 0; i < layers.length; i++) {
            if (layers[i] instanceof RecurrentLayer) {
                state.put(i, ((RecurrentLayer) layers[i]).rnnGetPreviousState());
            }
        }
        return state;
    }

    /** Returns the same state for one example. */
    public final Map<Integer, Map<String, INDArray>> recurrentState(long example) {
        Map<Integer, Map<String, INDArray>> state = new TreeMap<>();
        recurrentState().forEach((layer, arrays) -> {
            Map<String, INDArray> sliced = new TreeMap<>();
            arrays.forEach((name, array) -> sliced.put(name, MiniBatch.exampleOf(array, example, examples())));
            state.put(layer, sliced);
        });
        return state;
    }

    /** Makes the next pass start from this state: an LSTM takes the "TBPTT" state for it, a GravesLSTM the "previous" one. */
    public final void setRecurrentState(Map<Integer, Map<String, INDArray>> state) {
        Layer[] layers = layers();
        state.forEach((index, arrays) -> {
            RecurrentLayer layer = (RecurrentLayer) layers[index];
            layer.rnnSetPreviousState(arrays);
            layer.rnnSetTBPTTState(arrays);
        });
    }
}
