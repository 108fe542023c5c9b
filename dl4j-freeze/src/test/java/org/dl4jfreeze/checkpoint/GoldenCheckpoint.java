package org.dl4jfreeze.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingCheckpoint;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.LossPlateau;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.support.Training;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The checkpoints of version 1 that are kept in {@code src/test/resources/checkpoint/v1}; how each was made. */
public enum GoldenCheckpoint {
    MULTI_LAYER_BEFORE_T0(DataType.FLOAT, 6, FreezePlan.atIteration(8).fraction(0.5)),
    MULTI_LAYER_AFTER_T0(DataType.FLOAT, 8, FreezePlan.atIteration(5).fraction(0.5)),
    GRAPH_TWO_STEPS(
            DataType.DOUBLE,
            8,
            FreezePlan.atIteration(5)
                    .fraction(0.5)
                    .then(FreezePlan.atIteration(10).fraction(0.8))),
    HALF_BEFORE_T0(DataType.FLOAT16, 6, FreezePlan.atIteration(8).fraction(0.5)),
    COVARIANCE_FACTORED(
            DataType.FLOAT,
            7,
            FreezePlan.atIteration(9).fraction(0.5).by(OrderCriterion.conditionalVariance()),
            builder -> builder.covariance(Covariance.full().factored())),
    COVARIANCE_DENSE(
            DataType.DOUBLE,
            40,
            FreezePlan.atIteration(42).fraction(0.5).by(OrderCriterion.conditionalVariance()),
            builder -> builder.covariance(Covariance.full())),
    MINI_BATCH_PLATEAU(
            DataType.FLOAT,
            7,
            FreezePlan.atPlateau(new LossPlateau(2, 0.5, 2)).fraction(0.5),
            builder -> builder.sampler(GradientSampler.miniBatch())
                    .collect(
                            OrderCriterion.meanSquaredGradient(),
                            OrderCriterion.miniBatchVariance(),
                            OrderCriterion.meanSquaredUpdate())),
    REORDERING(DataType.FLOAT, 8, FreezePlan.atIteration(3).fraction(0.5).reorderedEvery(2)),
    RANDOM_ORDER(DataType.FLOAT, 8, FreezePlan.atIteration(5).fraction(0.5).by(OrderCriterion.random(7))),
    WHOLE_BATCH_UNTOUCHED(
            DataType.FLOAT, 6, FreezePlan.atIteration(8).fraction(0.5).excludingUntouched(), builder -> builder.sampler(
                            GradientSampler.wholeBatch())
                    .collect(OrderCriterion.meanSquaredGradient())),
    EXCLUDED_LAYER(DataType.FLOAT, 8, FreezePlan.atIteration(5).fraction(0.5).excludingLayers("layer1"));

    private static final int IN = 3;
    private static final int HIDDEN = 4;
    private static final int OUT = 2;
    private static final int EXAMPLES = 4;

    private final DataType type;
    private final int iterations;
    private final FreezePlan plan;
    private final Function<FreezingListener.Builder, FreezingListener.Builder> options;

    GoldenCheckpoint(DataType type, int iterations, FreezePlan plan) {
        this(type, iterations, plan, builder -> builder);
    }

    GoldenCheckpoint(
            DataType type,
            int iterations,
            FreezePlan plan,
            Function<FreezingListener.Builder, FreezingListener.Builder> options) {
        this.type = type;
        this.iterations = iterations;
        this.plan = plan;
        this.options = options;
    }

    public boolean isGraph() {
        return this == GRAPH_TWO_STEPS;
    }

    public DataType type() {
        return type;
    }

    /** Returns the number of iterations before it was saved. */
    public int iterations() {
        return iterations;
    }

    /** Trains another one of the same shape, and saves it. */
    public void save(Path file, long seed) {
        Model network = isGraph() ? graph(seed) : multiLayer(seed);
        FreezingListener listener =
                options.apply(FreezingListener.builder(plan)).build();
        Training.addListeners(network, listener);
        train(network, 0, iterations);
        FreezingCheckpoint.save(network, listener, file.toFile());
    }

    private NeuralNetConfiguration.Builder base(long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(type)
                .updater(new FreezingAdam(0.01, 0.9, 0.999, 1e-3));
    }

    private MultiLayerNetwork multiLayer(long seed) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                base(seed).list().layer(hidden()).layer(output()).build());
        network.init();
        return network;
    }

    private ComputationGraph graph(long seed) {
        ComputationGraph network = new ComputationGraph(base(seed)
                .graphBuilder()
                .addInputs("x")
                .addLayer("h", hidden(), "x")
                .addLayer("y", output(), "h")
                .setOutputs("y")
                .build());
        network.init();
        return network;
    }

    private static DenseLayer hidden() {
        return new DenseLayer.Builder()
                .nIn(IN)
                .nOut(HIDDEN)
                .activation(Activation.TANH)
                .build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nIn(HIDDEN)
                .nOut(OUT)
                .activation(Activation.IDENTITY)
                .build();
    }

    /** Trains iterations {@code [from, to)}, on data that depend on nothing but their number. */
    public void train(Model network, int from, int to) {
        Training.fit(network, from, to, t -> {
            Random random = new Random(t);
            return new MultiDataSet(uniform(random, IN), uniform(random, OUT));
        });
    }

    private INDArray uniform(Random random, int columns) {
        float[] values = new float[EXAMPLES * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return Nd4j.createFromArray(values).reshape(EXAMPLES, columns).castTo(type);
    }

    /** Returns the name of its files without extension. */
    public String file() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the file as it was saved by version 1. */
    public byte[] content() {
        return resource(file() + ".zip");
    }

    /** Returns what the file held, as {@link CheckpointContent} describes it. */
    public String expected() {
        return new String(resource(file() + ".txt"), StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream in = GoldenCheckpoint.class.getResourceAsStream("/checkpoint/v1/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
