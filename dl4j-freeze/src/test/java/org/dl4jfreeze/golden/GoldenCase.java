package org.dl4jfreeze.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** One file of golden vectors: a tiny network, its data, and what an independent implementation made of it. */
public final class GoldenCase {

    private final JsonNode json;

    private GoldenCase(JsonNode json) {
        this.json = json;
    }

    public static GoldenCase load(String name) {
        try (InputStream in = GoldenCase.class.getResourceAsStream("/vectors/" + name + ".json")) {
            return new GoldenCase(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int integer(String key) {
        return json.get(key).asInt();
    }

    public double[] vector(String key) {
        return vector(json.get(key));
    }

    public double[][] matrix(String key) {
        return matrix(json.get(key));
    }

    public JsonNode node(String key) {
        return json.get(key);
    }

    public static double[] vector(JsonNode node) {
        double[] values = new double[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.get(i).asDouble();
        }
        return values;
    }

    public static double[][] matrix(JsonNode node) {
        double[][] rows = new double[node.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = vector(node.get(i));
        }
        return rows;
    }

    public int[] ranks() {
        int[] ranks = new int[json.get("rank").size()];
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = json.get("rank").get(i).asInt();
        }
        return ranks;
    }

    public boolean[] frozen() {
        boolean[] frozen = new boolean[json.get("frozen").size()];
        for (int i = 0; i < frozen.length; i++) {
            frozen[i] = json.get("frozen").get(i).asBoolean();
        }
        return frozen;
    }

    public double adam(String key) {
        return json.get("adam").get(key).asDouble();
    }

    /** The network in DOUBLE, with the file's initial parameters. */
    public MultiLayerNetwork network(IUpdater updater) {
        int[] sizes = new int[json.get("sizes").size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = json.get("sizes").get(i).asInt();
        }
        boolean bias = json.get("bias").asBoolean();
        boolean regression = json.get("loss").asText().equals("mse");
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(updater)
                .list();
        for (int i = 0; i + 2 < sizes.length; i++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(sizes[i])
                    .nOut(sizes[i + 1])
                    .hasBias(bias)
                    .activation(Activation.fromString(json.get("hidden").asText()))
                    .build());
        }
        layers.layer(new OutputLayer.Builder(regression ? LossFunction.L2 : LossFunction.MCXENT)
                .nIn(sizes[sizes.length - 2])
                .nOut(sizes[sizes.length - 1])
                .hasBias(bias)
                .activation(regression ? Activation.IDENTITY : Activation.SOFTMAX)
                .build());
        MultiLayerConfiguration configuration = layers.build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        network.setParams(Nd4j.createFromArray(vector("initial_params")));
        return network;
    }

    /** Trains on one of the file's mini-batches and returns the loss before the update. */
    public double fit(MultiLayerNetwork network, int iteration) {
        double[][] features = matrix("features");
        double[][] labels = matrix("labels");
        JsonNode rows = json.get("batches").get(iteration);
        double[][] x = new double[rows.size()][];
        double[][] y = new double[rows.size()][];
        for (int i = 0; i < x.length; i++) {
            x[i] = features[rows.get(i).asInt()];
            y[i] = labels[rows.get(i).asInt()];
        }
        INDArray input = Nd4j.createFromArray(x);
        network.fit(input, Nd4j.createFromArray(y));
        return network.score();
    }
}
