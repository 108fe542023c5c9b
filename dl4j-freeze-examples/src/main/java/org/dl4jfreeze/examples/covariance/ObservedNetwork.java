package org.dl4jfreeze.examples.covariance;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.model.LeNet;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.examples.data.Mnist;
import org.dl4jfreeze.examples.experiment.Experiments;
import org.dl4jfreeze.examples.experiment.ParameterRange;

/** A network on MNIST whose full covariance can be computed, with its default settings. */
public enum ObservedNetwork {
    /** The network of the paper's figures 1 and 2. */
    MNIST("MNIST, 784-10-10", 1000, 128, "1_W", (rate, seed) -> Experiments.mnist()
            .network(rate, seed)),
    /** LeNet, as in DL4J's zoo: two convolutions, two fully connected layers. */
    LENET("LeNet of DL4J's zoo", 200, 64, "cnn1_W", ObservedNetwork::leNet);

    private final String title;
    private final int freezeAt;
    private final int batchSize;
    private final String block;
    private final BiFunction<Double, Long, MultiLayerNetwork> builder;

    ObservedNetwork(
            String title,
            int freezeAt,
            int batchSize,
            String block,
            BiFunction<Double, Long, MultiLayerNetwork> builder) {
        this.title = title;
        this.freezeAt = freezeAt;
        this.batchSize = batchSize;
        this.block = block;
        this.builder = builder;
    }

    private static MultiLayerNetwork leNet(double learningRate, long seed) {
        return (MultiLayerNetwork) LeNet.builder()
                .seed(seed)
                .inputShape(new int[] {1, Mnist.SIDE, Mnist.SIDE})
                .numClasses(Mnist.CLASSES)
                .updater(new FreezingAdam(learningRate))
                .build()
                .init();
    }

    /** Returns the network of a name, as of {@link #toString}. */
    public static ObservedNetwork named(String name) {
        return Arrays.stream(values())
                .filter(network -> network.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown network \"" + name + "\", must be one of "
                        + Arrays.stream(values()).map(Object::toString).collect(Collectors.joining(", "))
                        + "; choose one of these"));
    }

    public String title() {
        return title;
    }

    /** Returns the default number of iterations that are trained and sampled, t0. */
    public int freezeAt() {
        return freezeAt;
    }

    public int batchSize() {
        return batchSize;
    }

    /** Returns the default block whose correlations are shown. */
    public String block() {
        return block;
    }

    /** Tells whether the overhead of native calls dominates the time of its training. */
    boolean isSmall() {
        return this == MNIST;
    }

    /** Builds and initialises it, with a {@code FreezingAdam} as its updater and without listeners. */
    public MultiLayerNetwork build(double learningRate, long seed) {
        return builder.apply(learningRate, seed);
    }

    /**
     * Returns the parameter arrays of all layers in the order of the flat vector, without gaps. They are named {@code 1_W} or
     * {@code cnn1_W}: the layer's number, or its name if it has one, and DL4J's name of the array.
     */
    static List<ParameterRange> blocks(MultiLayerNetwork network) {
        return FreezableNetwork.of(network).groups().stream()
                .map(ObservedNetwork::block)
                .toList();
    }

    private static ParameterRange block(ParameterGroup group) {
        String layer = group.layer().replaceFirst("^layer(?=\\d+$)", "");
        return new ParameterRange(layer + "_" + group.name(), group.offset(), group.offset() + group.length());
    }

    /** Returns the text as on the command line. */
    @Override
    public String toString() {
        return this == LENET ? "lenet" : "mnist";
    }
}
