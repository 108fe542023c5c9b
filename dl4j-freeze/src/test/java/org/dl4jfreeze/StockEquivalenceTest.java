package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** A network with FreezingAdam and a listener that freezes nothing is bit-identical to the network with stock Adam. */
class StockEquivalenceTest {

    private static final int ITERATIONS = 25;

    private interface NetworkFactory {
        Model create(DataType type, IUpdater updater);
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                        dense("plain", builder -> {}),
                        dense("dropout", builder -> builder.dropOut(new Dropout(0.6))),
                        dense("noise on activations", builder -> builder.dropOut(new GaussianNoise(0.3))),
                        dense("drop connect", builder -> builder.weightNoise(new DropConnect(0.7))),
                        dense("weight decay", builder -> builder.weightDecay(0.01)),
                        dense("constraint", builder -> builder.constrainWeights(new MaxNormConstraint(0.5, 1))),
                        Arguments.of(
                                "graph",
                                (NetworkFactory) (type, updater) -> TestNetworks.graph(type, updater, false),
                                data(TestData::graph)),
                        Arguments.of(
                                "graph with batch norm",
                                (NetworkFactory) (type, updater) -> TestNetworks.graph(type, updater, true),
                                data(TestData::graph)))
                .flatMap(network -> Stream.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16)
                        .flatMap(type -> samplers(network.get()[0])
                                .map(sampler -> Arguments.of(
                                        network.get()[0], type, sampler, network.get()[1], network.get()[2]))));
    }

    private static Stream<GradientSampler> samplers(Object name) {
        Stream<GradientSampler> all = Stream.of(GradientSampler.firstExample(), GradientSampler.miniBatch());
        return name.equals("graph with batch norm") ? all : Stream.concat(all, Stream.of(GradientSampler.wholeBatch()));
    }

    private static Arguments dense(String name, Consumer<NeuralNetConfiguration.Builder> options) {
        return Arguments.of(
                name,
                (NetworkFactory) (type, updater) -> TestNetworks.dense(type, updater, options),
                data(TestData::dense));
    }

    private static Arguments sequence(String name, Supplier<Layer[]> layers) {
        return Arguments.of(
                name,
                (NetworkFactory) (type, updater) -> TestNetworks.sequence(type, updater, layers.get()),
                data(TestData::sequence));
    }

    /** The configuration without iteration counts. */
    private static String layersOf(Model model) {
        return Arrays.stream(
                        model instanceof MultiLayerNetwork
                                ? ((MultiLayerNetwork) model).getLayers()
                                : ((ComputationGraph) model).getLayers())
                .map(layer -> layer.conf().getLayer().toString())
                .collect(Collectors.joining());
    }

    private interface DataFactory {
        MultiDataSet create(DataType type, int examples, long seed);
    }

    private static DataFactory data(DataFactory factory) {
        return factory;
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("networks")
    void freezingNothingIsStockAdamBitForBit(
            String name, DataType type, GradientSampler sampler, NetworkFactory factory, DataFactory data) {
        // in HALF the default epsilon is 0 and stock Adam divides 0 by 0
        double epsilon = type == DataType.FLOAT16 ? 1e-3 : 1e-8;
        IntFunction<MultiDataSet> batches = t -> data.create(type, 6, t);

        Model stock = factory.create(type, new Adam(0.01, 0.9, 0.999, epsilon));
        Nd4j.getRandom().setSeed(7);
        Training.fit(stock, 0, ITERATIONS, batches);

        Model ours = factory.create(type, new FreezingAdam(0.01, 0.9, 0.999, epsilon));
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(10).fraction(0))
                .sampler(sampler)
                .build();
        Training.addListeners(ours, listener);
        Nd4j.getRandom().setSeed(7);
        String configuration = layersOf(ours);
        Training.fit(ours, 0, ITERATIONS, batches);
        assertThat(layersOf(ours)).as("configuration").isEqualTo(configuration);

        assertThat(Bits.of(ours.params())).containsExactly(Bits.of(stock.params()));
        assertThat(ours.params().castTo(DataType.DOUBLE).toDoubleVector()).doesNotContain(Double.NaN);
        assertThat(listener.samplesTaken()).isEqualTo(10);
        assertThat(listener.variance().maxNumber().doubleValue()).isPositive();
        assertThat(listener.mask().isAnyFrozen()).isFalse();
    }
}
