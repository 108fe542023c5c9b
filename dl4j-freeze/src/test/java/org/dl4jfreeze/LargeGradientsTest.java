package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.BothPaths;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Gradients that are finite and whose squares are not, or whose squares are 0 and they are not. */
class LargeGradientsTest {

    private static final int ALL = 6;

    static Stream<Arguments> everySampler() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE).flatMap(type -> Stream.of(
                        GradientSampler.firstExample(), GradientSampler.miniBatch(), GradientSampler.wholeBatch())
                .map(sampler -> Arguments.of(type, sampler)));
    }

    /** 4-3-3 with mean squared error: its gradients are as large as its labels. */
    private static MultiLayerNetwork network(DataType type) {
        MultiLayerNetwork network = new MultiLayerNetwork(TestNetworks.base(type, new FreezingAdam(0.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .activation(Activation.IDENTITY)
                        .nIn(4)
                        .nOut(3)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .nIn(3)
                        .nOut(3)
                        .build())
                .build());
        network.init();
        return network;
    }

    private static FreezingListener listener(GradientSampler sampler) {
        FreezingListener.Builder builder = FreezingListener.builder(FreezePlan.never())
                .sampler(sampler)
                .collect(OrderCriterion.meanSquaredGradient(), OrderCriterion.miniBatchVariance());
        return (sampler.equals(GradientSampler.wholeBatch()) ? builder : builder.covariance(Covariance.full())).build();
    }

    /** Returns the warnings about gradients; networks of other tests are known to the one about copied layers. */
    private static List<String> warnings(CapturedLog log) {
        return log.warnings().stream().filter(line -> line.contains("gradient")).collect(Collectors.toList());
    }

    private static MultiDataSet batch(DataType type, int t, double scale) {
        MultiDataSet batch = TestData.dense(type, 5, t);
        batch.getLabels(0).muli(scale);
        return batch;
    }

    /** Trains for an iteration and takes its update back, so that all networks have the same gradients. */
    private static void fit(MultiLayerNetwork network, MultiDataSet batch) {
        INDArray parameters = network.params().dup();
        network.fit(batch);
        network.params().assign(parameters);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everySampler")
    void aSampleWhoseSquareOverflowsIsLeftOutOfEverythingAndTheFirstIsLogged(DataType type, GradientSampler sampler) {
        BothPaths.forEach(() -> {
            double tooLarge = type == DataType.FLOAT ? 3e20 : 3e155;
            FreezingListener without = listener(sampler);
            FreezingListener listener = listener(sampler);
            MultiLayerNetwork calm = network(type);
            calm.addListeners(without);
            MultiLayerNetwork network = network(type);
            network.addListeners(listener);
            try (CapturedLog log = new CapturedLog()) {
                for (int t = 0; t < ALL; t++) {
                    fit(calm, batch(type, t, 1));
                    fit(network, batch(type, t, 1));
                    fit(network, batch(type, t, tooLarge));
                }
                assertThat(warnings(log))
                        .as("the cause, once")
                        .singleElement()
                        .asString()
                        .contains("too large to be squared", "4e18", "3e153", "DOUBLE");
            }
            assertThat(listener.samplesTaken()).isEqualTo(ALL);
            assertThat(Bits.of(listener.variance())).containsExactly(Bits.of(without.variance()));
            assertThat(listener.variance().sumNumber().doubleValue()).isFinite().isPositive();
            for (OrderCriterion criterion :
                    new OrderCriterion[] {OrderCriterion.meanSquaredGradient(), OrderCriterion.miniBatchVariance()}) {
                assertThat(listener.orderBy(criterion)).as(criterion.name()).isEqualTo(without.orderBy(criterion));
            }
            if (!sampler.equals(GradientSampler.wholeBatch())) {
                assertThat(listener.covariance().samples()).isEqualTo(ALL);
                assertThat(listener.covariance().entry(0, 1))
                        .isEqualTo(without.covariance().entry(0, 1));
            }
        });
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everySampler")
    void gradientsUpToTheStatedLimitGiveSamples(DataType type, GradientSampler sampler) {
        MultiLayerNetwork network = network(type);
        FreezingListener listener = listener(sampler);
        network.addListeners(listener);
        double large = type == DataType.FLOAT ? 1e18 : 1e153;
        for (int t = 0; t < ALL; t++) {
            fit(network, batch(type, t, large));
        }
        assertThat(listener.samplesTaken()).isEqualTo(ALL);
        assertThat(listener.variance().sumNumber().doubleValue() / large / large)
                .isFinite()
                .isPositive();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everySampler")
    void variancesOf0WithoutGradientsOf0AreCountedAtT0(DataType type, GradientSampler sampler) {
        BothPaths.forEach(() -> {
            double small = type == DataType.FLOAT ? 1e-25 : 1e-165;
            MultiLayerNetwork network = network(type);
            network.addListeners(
                    FreezingListener.builder(FreezePlan.atIteration(ALL).fraction(0.5))
                            .sampler(sampler)
                            .build());
            try (CapturedLog log = new CapturedLog()) {
                for (int t = 0; t < ALL; t++) {
                    MultiDataSet batch = batch(type, t, 1);
                    // the gradients of all 21 weights are as small as the inputs
                    batch.getFeatures(0).muli(small);
                    fit(network, batch);
                }
                assertThat(warnings(log))
                        .singleElement()
                        .asString()
                        .contains("21 of 27 eligible parameters", "variance of 0", type.toString());
                assertThat(log.infos()).noneMatch(line -> line.contains("no gradient"));
            }
        });
    }
}
