package org.dl4jfreeze;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.internal.checkpoint.CheckpointFile;
import org.dl4jfreeze.internal.dl4j.NetworkView;

/**
 * Saves and loads a network with its listener in one file: training resumes bit for bit as if it had never been interrupted,
 * before, across and after {@code t0}.
 *
 * <pre>{@code
 * FreezingCheckpoint.save(net, listener, file);
 *
 * FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file);
 * MultiLayerNetwork net = checkpoint.multiLayerNetwork();   // has the listener
 * }</pre>
 *
 * <p>The file is DL4J's own model file, and can be read as such: parameters, Adam's moments, gradient variance and mask are
 * where DL4J keeps parameters and updater state. What updater state cannot carry, such as the plan and its progress, numbers of
 * samples and a full covariance, is in further entries: a JSON text and arrays in NumPy's format, as described in
 * {@code docs/checkpoint-format.md}. Arrays do not pass through the heap when they are written or read here; DL4J's own
 * {@code ModelSerializer} reads all entries of a file into the heap.
 *
 * <p>Not in it: other listeners, and the state of ND4J's random stream, from which dropout and weight noise draw. A pre-processor
 * that DL4J has added to the file is not restored, because it is a serialised Java object; a warning says so.
 *
 * @see FreezingCheckpointListener
 */
public final class FreezingCheckpoint {

    private final Model model;
    private final FreezingListener listener;

    private FreezingCheckpoint(Model model, FreezingListener listener) {
        this.model = model;
        this.listener = listener;
    }

    /**
     * Saves a network and the listener that freezes it. Whatever happens, even if the process is killed, the file is afterwards either
     * the new one as a whole or what it was before, also for those who read it meanwhile.
     *
     * <p>May be called between two calls of {@code fit}, and by another listener in {@code iterationDone} or {@code onEpochEnd}: the
     * file then holds the network as DL4J leaves it at the end of the iteration or epoch, whatever the order of listeners.
     *
     * @param network  a {@code MultiLayerNetwork} or {@code ComputationGraph}
     * @param listener the network's listener; it may or may not have seen it yet
     * @param file     where to; replaced if it exists, with its permissions, and if it is a symbolic link where that leads
     * @throws IllegalArgumentException if the network is neither of the two, or the file is a directory, read-only, or in no
     *     directory
     * @throws IllegalStateException    if no parameter of it is updated by FreezingAdam, or an iteration has calculated its
     *     gradient and not updated the parameters yet
     * @throws UncheckedIOException     if it cannot be written; the message names the complete new file if only the move failed
     */
    public static void save(Model network, FreezingListener listener, File file) {
        Objects.requireNonNull(listener, "listener");
        NetworkView.of(network);
        try {
            CheckpointFile.save(network, listener.registry(), file.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the checkpoint to " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Loads a network with its listener, which is added to it. The file may be damaged or forged: it is checked against its own
     * hashes and against the network before it is used, and nothing in it is Java serialisation. It does name classes, those of the
     * network's layers and their parts, as every model file of DL4J.
     *
     * @param file a file that {@link #save} has written
     * @return both
     * @throws IllegalArgumentException if it is not such a file, is damaged, or its parts do not match
     * @throws IllegalStateException    if there is too little memory
     * @throws UncheckedIOException     if it cannot be read
     */
    public static FreezingCheckpoint load(File file) {
        CheckpointFile.Content content = CheckpointFile.load(file.toPath(), true);
        FreezingListener listener = new FreezingListener(content.options(), content.training());
        Model model = content.network();
        try {
            listener.attach(model);
        } catch (RuntimeException e) {
            listener.close();
            throw CheckpointFile.refused(file.toPath(), e);
        }
        if (model instanceof ComputationGraph) {
            ((ComputationGraph) model).addListeners(listener);
        } else {
            ((MultiLayerNetwork) model).addListeners(listener);
        }
        return new FreezingCheckpoint(model, listener);
    }

    /**
     * Loads only the listener, to resume with a network that has been restored by other means: the first one that it sees, which must
     * have the parameter arrays of the saved one.
     *
     * @param file a file that {@link #save} has written
     * @return the listener; when it sees a network of another shape it throws an {@code IllegalArgumentException} before the
     *     network's first update
     * @throws IllegalArgumentException if it is not such a file, or is damaged
     * @throws IllegalStateException    if there is too little memory
     * @throws UncheckedIOException     if it cannot be read
     */
    public static FreezingListener loadListener(File file) {
        CheckpointFile.Content content = CheckpointFile.load(file.toPath(), false);
        return new FreezingListener(content.options(), content.training());
    }

    /**
     * Returns the network, of either type.
     *
     * @return a {@code MultiLayerNetwork} or {@code ComputationGraph}
     */
    public Model model() {
        return model;
    }

    /**
     * Returns the network.
     *
     * @return the network
     * @throws IllegalStateException if it is a {@code ComputationGraph}
     */
    public MultiLayerNetwork multiLayerNetwork() {
        if (!(model instanceof MultiLayerNetwork)) {
            throw new IllegalStateException("The network is a ComputationGraph; call computationGraph() instead");
        }
        return (MultiLayerNetwork) model;
    }

    /**
     * Returns the network.
     *
     * @return the graph
     * @throws IllegalStateException if it is a {@code MultiLayerNetwork}
     */
    public ComputationGraph computationGraph() {
        if (!(model instanceof ComputationGraph)) {
            throw new IllegalStateException("The network is a MultiLayerNetwork; call multiLayerNetwork() instead");
        }
        return (ComputationGraph) model;
    }

    /**
     * The listener, which the network has already.
     *
     * @return the listener, with the plan as far as it was carried out
     */
    public FreezingListener listener() {
        return listener;
    }
}
