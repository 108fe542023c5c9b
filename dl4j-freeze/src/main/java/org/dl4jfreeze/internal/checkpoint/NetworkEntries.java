package org.dl4jfreeze.internal.checkpoint;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.zip.ZipException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.json.Excerpt;
import org.dl4jfreeze.internal.json.JsonLimits;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.Nd4jArrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads and writes the network in the entries of DL4J's model file: configuration, parameters, updater state.
 *
 * <p>DL4J's own reading is not used: it skips an entry that it does not find, takes the memory that a damaged length names, and
 * deserialises Java objects in the file.
 */
final class NetworkEntries {

    private static final int MOST_JSON_BYTES = 64 << 20;
    private static final int MOST_JSON_DEPTH = 500;

    private NetworkEntries() {}

    static void write(Model network, EntryWriter entries) throws IOException {
        String json = network instanceof ComputationGraph
                ? ((ComputationGraph) network).getConfiguration().toJson()
                : ((MultiLayerNetwork) network).getLayerWiseConfigurations().toJson();
        try (OutputStream out = entries.create(ModelSerializer.CONFIGURATION_JSON)) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        }
        write(network.params(), ModelSerializer.COEFFICIENTS_BIN, entries);
        write(NetworkAdapter.of(network).updaterState(), ModelSerializer.UPDATER_BIN, entries);
    }

    private static void write(INDArray array, String name, EntryWriter entries) throws IOException {
        try (OutputStream out = entries.create(name);
                DataOutputStream buffered = new DataOutputStream(new BufferedOutputStream(out, 1 << 16))) {
            Nd4j.write(array, buffered);
        }
    }

    /**
     * Restores a network.
     *
     * @param graph whether it is a {@code ComputationGraph}
     * @throws IOException              if an entry is missing, damaged, or does not match the others
     * @throws IllegalArgumentException if DL4J refuses the configuration
     * @throws IllegalStateException    if there is too little memory
     */
    static Model read(EntryReader entries, boolean graph) throws IOException {
        String json = entries.text(ModelSerializer.CONFIGURATION_JSON, MOST_JSON_BYTES);
        JsonLimits.check(ModelSerializer.CONFIGURATION_JSON, json, MOST_JSON_DEPTH);
        Model network = graph ? graph(json, entries) : multiLayerNetwork(json, entries);
        INDArray state = built(() -> NetworkAdapter.of(network).updaterState());
        if (state == null) {
            throw new ZipException(
                    "the network of its " + ModelSerializer.CONFIGURATION_JSON + " has no updater state");
        }
        INDArray saved = array(ModelSerializer.UPDATER_BIN, state.length(), entries);
        if (saved.dataType() != state.dataType()) {
            throw new ZipException(ModelSerializer.UPDATER_BIN + " has the data type " + saved.dataType()
                    + ", the network's updater state " + state.dataType());
        }
        state.assign(saved.reshape(state.shape()));
        FlatArray.release(saved);
        return network;
    }

    private static Model multiLayerNetwork(String json, EntryReader entries) throws IOException {
        MultiLayerConfiguration configuration = built(() -> MultiLayerConfiguration.fromJson(json));
        long parameters = built(() -> {
            long sum = 0;
            for (NeuralNetConfiguration layer : configuration.getConfs()) {
                layer.getLayer().setDataType(configuration.getDataType());
                sum = Math.addExact(sum, layer.getLayer().initializer().numParams(layer));
            }
            return sum;
        });
        INDArray read = array(ModelSerializer.COEFFICIENTS_BIN, parameters, entries);
        return built(() -> {
            configuration.setDataType(read.dataType());
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init(read, false);
            return network;
        });
    }

    private static Model graph(String json, EntryReader entries) throws IOException {
        ComputationGraphConfiguration configuration = built(() -> ComputationGraphConfiguration.fromJson(json));
        long parameters = built(() -> {
            long sum = 0;
            for (GraphVertex vertex : configuration.getVertices().values()) {
                sum = Math.addExact(sum, vertex.numParams(true));
            }
            return sum;
        });
        INDArray read = array(ModelSerializer.COEFFICIENTS_BIN, parameters, entries);
        return built(() -> {
            configuration.setDataType(read.dataType());
            ComputationGraph network = new ComputationGraph(configuration);
            network.init(read, false);
            return network;
        });
    }

    /** Makes what DL4J makes from the configuration, which fails in many ways if that is not one of its own. */
    private static <T> T built(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            Throwable reason = e;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            throw new IllegalArgumentException(
                    "DL4J cannot make a network from its " + ModelSerializer.CONFIGURATION_JSON + ", because of "
                            + Excerpt.of(reason.getClass().getSimpleName() + ": " + reason.getMessage()),
                    e);
        } catch (OutOfMemoryError e) {
            throw new IllegalStateException(
                    "DL4J needs more memory for the network of its " + ModelSerializer.CONFIGURATION_JSON + " ("
                            + Excerpt.of(e.getMessage()) + "); free other memory, or raise the limits",
                    e);
        }
    }

    /** Reads an array [length] or [1, length] that {@link Nd4j#write} has written; FLOAT and DOUBLE, and the half types through FLOAT. */
    private static INDArray array(String name, long length, EntryReader entries) throws IOException {
        try (InputStream raw = entries.open(name);
                DataInputStream in = new DataInputStream(raw)) {
            return Nd4jArrays.read(name, length, entries.bytes(name), in);
        } catch (EOFException | UTFDataFormatException e) {
            throw new ZipException("the entry " + name + " is not an array as Nd4j.write writes it");
        }
    }
}
