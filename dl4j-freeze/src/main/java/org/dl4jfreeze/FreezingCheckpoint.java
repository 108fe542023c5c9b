package org.dl4jfreeze;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dl4jfreeze.internal.checkpoint.ModelZip;
import org.dl4jfreeze.internal.checkpoint.SavedCovariance;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.run.ListenerOptions;
import org.dl4jfreeze.internal.run.RunSnapshot;

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
 * where DL4J keeps parameters and updater state. One more object holds what updater state cannot carry: the plan and
 * its progress, sampler, numbers of samples, statistics of other orders, the order. A full covariance is in further entries, which
 * do not pass through the heap when they are written or read here; DL4J's own {@code ModelSerializer} reads them into the heap,
 * like all entries of a file.
 *
 * <p>Not in it: other listeners, and the state of ND4J's random stream, from which dropout and weight noise draw.
 */
public final class FreezingCheckpoint {

    /** Name of the added object in the file. */
    static final String KEY = "dl4jfreeze";

    private final Model model;
    private final FreezingListener listener;

    private FreezingCheckpoint(Model model, FreezingListener listener) {
        this.model = model;
        this.listener = listener;
    }

    /** The object that is added to the model file. */
    private static final class Addition implements Serializable {

        private static final long serialVersionUID = 1L;

        private final boolean graph;
        private final ListenerOptions options;
        private final RunSnapshot state;

        /** Describes the full covariance, which is saved separately; null if there is none. */
        private final SavedCovariance covariance;

        Addition(boolean graph, ListenerOptions options, RunSnapshot state, SavedCovariance covariance) {
            this.graph = graph;
            this.options = options;
            this.state = state;
            this.covariance = covariance;
        }

        /** Creates a listener that resumes, with the full covariance if there is one. */
        FreezingListener listener(ZipFile zip) throws IOException {
            if (covariance != null) {
                state.attachFullCovariance(covariance.read(zip));
            }
            return new FreezingListener(options, state);
        }
    }

    /**
     * Saves a network and the listener that freezes it. The file is there as a whole or, if something fails, as it was before.
     *
     * @param network  a {@code MultiLayerNetwork} or {@code ComputationGraph}
     * @param listener the network's listener; it may or may not have seen it yet
     * @param file     where to; overwritten
     * @throws IllegalArgumentException if the network is neither of the two
     * @throws IllegalStateException    if no parameter of it is updated by FreezingAdam
     * @throws UncheckedIOException     if it cannot be written
     */
    public static void save(Model network, FreezingListener listener, File file) {
        Objects.requireNonNull(listener, "listener");
        NetworkView.of(network);
        Path target = file.toPath().toAbsolutePath();
        try {
            Path plain = Files.createTempFile(target.getParent(), file.getName(), ".model");
            Path work = Files.createTempFile(target.getParent(), file.getName(), ".part");
            try {
                listener.registry().save(network, state -> {
                    ModelSerializer.writeModel(network, plain.toFile(), true);
                    write(
                            network instanceof ComputationGraph,
                            listener.registry().options(),
                            state,
                            plain,
                            work);
                });
                Files.move(work, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(plain);
                Files.deleteIfExists(work);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the checkpoint to " + file + ": " + e, e);
        }
    }

    private static void write(boolean graph, ListenerOptions options, RunSnapshot state, Path plain, Path target)
            throws IOException {
        // created again: only its owner may read a temporary file, but a checkpoint has the permissions that the system
        // gives
        Files.delete(target);
        try (ZipFile model = new ZipFile(plain.toFile());
                ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(target)))) {
            ModelZip.copy(model, name -> true, zip);
            boolean full = state != null && state.hasFullCovariance();
            SavedCovariance covariance = full ? SavedCovariance.write(state.fullCovariance(), zip) : null;
            ModelZip.putObject(zip, KEY, new Addition(graph, options, state, covariance));
        }
    }

    /**
     * Loads a network with its listener, which is added to it.
     *
     * @param file a file that {@link #save} has written
     * @return both
     * @throws IllegalArgumentException if it is not such a file, or its parts do not match
     * @throws IllegalStateException    if there is too little memory for the full covariance in it
     * @throws UncheckedIOException     if it cannot be read
     */
    public static FreezingCheckpoint load(File file) {
        return read(file, (zip, addition) -> {
            Model model = addition.covariance == null
                    ? restored(addition.graph, file)
                    : restoredWithoutCovariance(addition.graph, zip);
            FreezingListener listener = addition.listener(zip);
            try {
                listener.attach(model);
            } catch (RuntimeException e) {
                listener.close();
                throw e;
            }
            if (addition.graph) {
                ((ComputationGraph) model).addListeners(listener);
            } else {
                ((MultiLayerNetwork) model).addListeners(listener);
            }
            return new FreezingCheckpoint(model, listener);
        });
    }

    private static Model restored(boolean graph, File file) throws IOException {
        return graph
                ? ModelSerializer.restoreComputationGraph(file, true)
                : ModelSerializer.restoreMultiLayerNetwork(file, true);
    }

    /** DL4J reads every entry of a file into the heap, so it gets one without the large ones. */
    private static Model restoredWithoutCovariance(boolean graph, ZipFile zip) throws IOException {
        Path plain = Files.createTempFile(KEY, ".zip");
        try {
            try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(plain)))) {
                out.setLevel(Deflater.NO_COMPRESSION);
                ModelZip.copy(zip, name -> !SavedCovariance.isPart(name), out);
            }
            return restored(graph, plain.toFile());
        } finally {
            Files.deleteIfExists(plain);
        }
    }

    /**
     * Loads only the listener, to resume with a network that has been restored by other means: the first one that it sees, which must
     * have the parameter arrays of the saved one.
     *
     * @param file a file that {@link #save} has written
     * @return the listener; when it sees a network of another shape it throws an {@code IllegalArgumentException} before the
     *     network's first update
     * @throws IllegalArgumentException if it is not such a file
     * @throws IllegalStateException    if there is too little memory for the full covariance in it
     * @throws UncheckedIOException     if it cannot be read
     */
    public static FreezingListener loadListener(File file) {
        return read(file, (zip, addition) -> addition.listener(zip));
    }

    private interface Reader<T> {

        T read(ZipFile zip, Addition addition) throws IOException;
    }

    private static <T> T read(File file, Reader<T> reader) {
        if (!file.isFile()) {
            throw new IllegalArgumentException(
                    "There is no checkpoint " + file + "; name a file that FreezingCheckpoint.save has written");
        }
        try (ZipFile zip = new ZipFile(file)) {
            if (!ModelZip.hasObject(zip, KEY)) {
                throw new IllegalArgumentException(file + " is a model file without plan and samples; it was not"
                        + " written by FreezingCheckpoint.save: restore it with ModelSerializer and give the network a"
                        + " new listener");
            }
            return reader.read(zip, (Addition) ModelZip.object(zip, KEY));
        } catch (ZipException | EOFException | ObjectStreamException | ClassNotFoundException | ClassCastException e) {
            throw new IllegalArgumentException(
                    file + " is not a valid checkpoint (" + e.getMessage()
                            + "): it is truncated, damaged, or of another version of this library; load an earlier one",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the checkpoint from " + file + ": " + e, e);
        }
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
