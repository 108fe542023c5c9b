package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class FreezingAdamTest {

    private static final FreezingAdam SCHEDULED =
            new FreezingAdam(new ExponentialSchedule(ScheduleType.ITERATION, 0.1, 0.99));

    @Test
    void everyConstructorAndTheBuilderHaveStockAdamsValues() {
        assertSameValues(new FreezingAdam(), new Adam());
        assertSameValues(new FreezingAdam(0.3), new Adam(0.3));
        assertSameValues(new FreezingAdam(0.3, 0.8, 0.99, 1e-4), new Adam(0.3, 0.8, 0.99, 1e-4));
        assertSameValues(SCHEDULED, new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 0.1, 0.99)));
        assertSameValues(FreezingAdam.builder().build(), Adam.builder().build());
        assertSameValues(
                FreezingAdam.builder()
                        .learningRate(0.2)
                        .beta1(0.5)
                        .beta2(0.6)
                        .epsilon(1e-5)
                        .build(),
                Adam.builder()
                        .learningRate(0.2)
                        .beta1(0.5)
                        .beta2(0.6)
                        .epsilon(1e-5)
                        .build());
        assertSameValues(new FreezingAdam.Builder().build(), new Adam.Builder().build());
        assertThat(new FreezingAdam()).isEqualTo(FreezingAdam.builder().build());
    }

    private static void assertSameValues(FreezingAdam ours, Adam stock) {
        // boxed: NaN, which stands for "by schedule", equals itself
        assertThat(Double.valueOf(ours.getLearningRate())).isEqualTo(Double.valueOf(stock.getLearningRate()));
        assertThat(ours.getLearningRateSchedule()).isEqualTo(stock.getLearningRateSchedule());
        assertThat(ours.getBeta1()).isEqualTo(stock.getBeta1());
        assertThat(ours.getBeta2()).isEqualTo(stock.getBeta2());
        assertThat(ours.getEpsilon()).isEqualTo(stock.getEpsilon());
        assertThat(ours.getLearningRate(7, 1)).isEqualTo(stock.getLearningRate(7, 1));
        assertThat(ours.stateSize(5)).isEqualTo(2 * stock.stateSize(5));
    }

    @Test
    void equalityIsByValueAndNeverWithStockAdam() {
        assertThat(new FreezingAdam(0.1)).isEqualTo(new FreezingAdam(0.1)).hasSameHashCodeAs(new FreezingAdam(0.1));
        assertThat(new FreezingAdam(0.1)).isNotEqualTo(new FreezingAdam(0.2));
        assertThat(new FreezingAdam(0.1).equals(new Adam(0.1))).isFalse();
        assertThat(new Adam(0.1).equals(new FreezingAdam(0.1))).isFalse();
    }

    @Test
    void aCloneSharesNothing() {
        FreezingAdam original = new FreezingAdam(new ExponentialSchedule(ScheduleType.ITERATION, 0.1, 0.99));
        FreezingAdam copy = original.clone();
        assertThat(copy).isEqualTo(original).isNotSameAs(original);
        assertThat(copy.getLearningRateSchedule()).isNotSameAs(original.getLearningRateSchedule());
        copy.setLrAndSchedule(0.5, null);
        assertThat(original.getLearningRateSchedule())
                .isEqualTo(new ExponentialSchedule(ScheduleType.ITERATION, 0.1, 0.99));
    }

    @Test
    void aNetworkConfigurationSurvivesJsonAndYaml() {
        for (FreezingAdam updater : new FreezingAdam[] {new FreezingAdam(0.05, 0.8, 0.9, 1e-6), SCHEDULED}) {
            MultiLayerConfiguration layers = new NeuralNetConfiguration.Builder()
                    .updater(updater)
                    .list()
                    .layer(output())
                    .build();
            assertThat(MultiLayerConfiguration.fromJson(layers.toJson())).isEqualTo(layers);
            assertThat(MultiLayerConfiguration.fromYaml(layers.toYaml())).isEqualTo(layers);
            assertThat(updaterOf(MultiLayerConfiguration.fromJson(layers.toJson())))
                    .isEqualTo(updater);

            ComputationGraphConfiguration graph = new NeuralNetConfiguration.Builder()
                    .updater(updater)
                    .graphBuilder()
                    .addInputs("in")
                    .addLayer("out", output(), "in")
                    .setOutputs("out")
                    .build();
            assertThat(ComputationGraphConfiguration.fromJson(graph.toJson())).isEqualTo(graph);
            assertThat(ComputationGraphConfiguration.fromYaml(graph.toYaml())).isEqualTo(graph);
        }
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MSE)
                .activation(Activation.IDENTITY)
                .nIn(2)
                .nOut(1)
                .build();
    }

    private static Object updaterOf(MultiLayerConfiguration configuration) {
        return ((OutputLayer) configuration.getConf(0).getLayer()).getIUpdater();
    }
}
