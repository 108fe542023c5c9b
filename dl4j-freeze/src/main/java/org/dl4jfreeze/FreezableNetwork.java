package org.dl4jfreeze;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Freezes and thaws parameters of a network by hand, and reads what is frozen in it.
 *
 * <pre>{@code
 * FreezableNetwork freezable = FreezableNetwork.of(net);
 * freezable.freeze(order.lowest(20));
 * }</pre>
 *
 * <p>DL4J splits the parameter vector into updater blocks; this is one view over all of them. Only parameters that are updated
 * by {@link FreezingAdam} can be frozen; those of other updaters (SGD on the biases) and the running means of batch
 * normalisation cannot. The mask lies in the network's updater state, so saving, cloning and data-parallel training carry it.
 *
 * <p>A view belongs to the network's present updater: when DL4J rebuilds the updater, {@link #of} returns a new one. Not
 * thread-safe; call it between two calls of {@code fit}, or in the thread that trains the network.
 */
public interface FreezableNetwork {

    /**
     * Returns the view of a network; the same one as long as DL4J does not rebuild the network's updater.
     *
     * @param model a {@code MultiLayerNetwork} or {@code ComputationGraph}, initialised
     * @return the view
     * @throws NullPointerException     if the model is null
     * @throws IllegalArgumentException if the model is neither of the two
     * @throws IllegalStateException    if none of its parameters is updated by FreezingAdam, or it is not initialised
     */
    static FreezableNetwork of(Model model) {
        return NetworkView.of(model);
    }

    /**
     * Returns the number of parameters, frozen or not, freezable or not.
     *
     * @return {@code p}, the length of the flat parameter vector
     */
    int parameterCount();

    /**
     * Returns all parameter arrays of all layers, in the order of the flat parameter vector.
     *
     * @return one group for each array, such as the weights of a layer
     */
    List<ParameterGroup> groups();

    /**
     * Returns the indices of the parameters that can be frozen: those that FreezingAdam updates.
     *
     * @return ascending indices in the flat parameter vector
     */
    int[] freezableIndices();

    /**
     * Reads the mask from the updater state.
     *
     * @return what is frozen now, of {@link #parameterCount()} parameters
     */
    FreezeMask mask();

    /**
     * Freezes the parameters of a mask and thaws all others, by writing {@code alpha(k)} of (2.8) into the updater state. It
     * takes effect with the next update.
     *
     * @param mask of {@link #parameterCount()} parameters
     * @throws IllegalArgumentException if the mask has another length, or freezes a parameter that is not updated by
     *     FreezingAdam; nothing is changed then
     */
    void freeze(FreezeMask mask);

    /** Thaws everything. Adam's moments are as they were when the parameters were frozen. */
    void thaw();

    /**
     * Reads the gradient variance, the diagonal of C_t of (2.6), from the updater state.
     *
     * <p>In a network in HALF the state holds it rounded to half precision: 65,504 stands for that and everything above, and below
     * 6e-8 it is 0. Freezing and {@link FreezingListener#variance()} use the exact numbers in FLOAT, which the listener keeps.
     *
     * @return a copy, shape [p], FLOAT or DOUBLE; 0 for parameters that cannot be frozen, and where no listener has sampled
     */
    INDArray variance();
}
