package org.dl4jfreeze.examples.covariance;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.model.LeNet;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.examples.data.Mnist;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Experiments;
import org.dl4jfreeze.examples.experiment.ParameterRange;

/**
 * A network on MNIST whose full covariance can be computed, with its default settings.
 *
 * @param name      name on the command line
 * @param freezeAt  default number of iterations that are trained and sampled, t0
 * @param batchSize default batch size
 * @param block     default block whose correlations are shown
 */
public record ObservedNetwork(
        String name, String title, int freezeAt, int batchSize, String block, Experiment.Builder builder) {

    /** The network of the paper's figures 1 and 2. */
    public static final ObservedNetwork MNIST =
            new ObservedNetwork("mnist", "MNIST, 784-10-10", 1000, 128, "1_W", Experiments.mnist()::network);
    /** LeNet, as in DL4J's zoo: two convolutions, two fully connected layers. */
    public static final ObservedNetwork LENET =
            new ObservedNetwork("lenet", "LeNet of DL4J's zoo", 200, 64, "cnn1_W", ObservedNetwork::leNet);

    private static final List<ObservedNetwork> ALL = List.of(MNIST, LENET);

    private static MultiLayerNetwork leNet(double learningRate, long seed) {
        return (MultiLayerNetwork) LeNet.builder()
                .seed(seed)
                .inputShape(new int[] {1, Mnist.SIDE, Mnist.SIDE})
                .numClasses(Mnist.CLASSES)
                .updater(new FreezingAdam(learningRate))
                .build()
                .init();
    }

    /** Returns the network of a name, if there is one. */
    public static Optional<ObservedNetwork> find(String name) {
        return ALL.stream().filter(network -> network.name.equals(name)).findFirst();
    }

    public static ObservedNetwork named(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("Unknown network \"" + name + "\", must be one of "
                        + ALL.stream().map(ObservedNetwork::name).collect(Collectors.joining(", "))
                        + "; choose one of these"));
    }

    /** Tells whether the overhead of native calls dominates the time of its training. */
    boolean isSmall() {
        return equals(MNIST);
    }

    /** Builds and initialises it, with a {@code FreezingAdam} as its updater and without listeners. */
    public MultiLayerNetwork build(double learningRate, long seed) {
        return builder.build(learningRate, seed);
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
}
