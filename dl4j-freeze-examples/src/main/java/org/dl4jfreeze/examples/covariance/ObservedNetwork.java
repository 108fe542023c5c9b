package org.dl4jfreeze.examples.covariance;

import java.util.ArrayList;
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
import org.dl4jfreeze.examples.experiment.MnistExperiment;
import org.dl4jfreeze.examples.experiment.ParameterRange;

/** A network on MNIST whose covariance can be looked at, with the settings that fit it. */
public enum ObservedNetwork {
    /** That of the paper's figures 1 and 2. */
    MNIST("MNIST, 784-10-10", 1000, 128, "1_W", (rate, seed) -> new MnistExperiment().network(rate, seed)),
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

    /**
     * The network of a name.
     *
     * @param name as of {@link #toString}
     * @return the network
     * @throws IllegalArgumentException if there is none of that name
     */
    public static ObservedNetwork named(String name) {
        return Arrays.stream(values())
                .filter(network -> network.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown network \"" + name + "\", must be one of "
                        + Arrays.stream(values()).map(Object::toString).collect(Collectors.joining(", "))
                        + "; choose one of these"));
    }

    /**
     * The name in titles.
     *
     * @return words
     */
    public String title() {
        return title;
    }

    /**
     * How many iterations it is trained and sampled, where nothing else is said.
     *
     * @return t0
     */
    public int freezeAt() {
        return freezeAt;
    }

    /**
     * Examples per mini-batch, where nothing else is said.
     *
     * @return at least 2
     */
    public int batchSize() {
        return batchSize;
    }

    /**
     * The block whose correlations are shown, where nothing else is said.
     *
     * @return its name
     */
    public String block() {
        return block;
    }

    /** Whether the overhead of native calls is most of what its training takes. */
    boolean isSmall() {
        return this == MNIST;
    }

    /**
     * Builds and initialises it, with a {@code FreezingAdam} as its updater.
     *
     * @param learningRate Adam's learning rate
     * @param seed         seed of the initialisation
     * @return the network, without listeners
     */
    public MultiLayerNetwork build(double learningRate, long seed) {
        return builder.apply(learningRate, seed);
    }

    /**
     * The parameter arrays of all layers, in the order of the flat vector, named {@code 1_W} or {@code cnn1_W}: the layer's number,
     * or its own name if it has one, and what DL4J calls the array.
     *
     * @param network what {@link #build} gave
     * @return stretches without gaps
     */
    static List<ParameterRange> blocks(MultiLayerNetwork network) {
        List<ParameterRange> blocks = new ArrayList<>();
        for (ParameterGroup group : FreezableNetwork.of(network).groups()) {
            String layer = group.layer().replaceFirst("^layer(?=\\d+$)", "");
            blocks.add(new ParameterRange(layer + "_" + group.name(), group.offset(), group.offset() + group.length()));
        }
        return blocks;
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return this == LENET ? "lenet" : "mnist";
    }
}
