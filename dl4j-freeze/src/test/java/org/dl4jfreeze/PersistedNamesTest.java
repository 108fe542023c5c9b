package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.internal.dl4j.FreezeAwareConstraint;
import org.dl4jfreeze.internal.dl4j.FreezeAwareWeightDecay;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Pins what users' files contain: class names in the JSON of a network, and the fields of a plan's JSON. A file that was
 * written by any released version must be readable by all later ones, so these stored files never change.
 */
class PersistedNamesTest {

    @Test
    void theConfigurationOfAFrozenNetworkIsReadAndWrittenAsStored() throws IOException {
        String stored = stored("network.json");
        assertThat(stored)
                .contains(
                        "\"@class\" : \"org.dl4jfreeze.FreezingAdam\"",
                        "\"@class\" : \"org.dl4jfreeze.internal.dl4j.FreezeAwareConstraint\"",
                        "\"@class\" : \"org.dl4jfreeze.internal.dl4j.FreezeAwareWeightDecay\"");
        MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(stored);
        assertHoldsOurClasses((BaseLayer) read.getConf(0).getLayer());
        assertThat(read.toJson()).isEqualTo(stored);

        MultiLayerNetwork network =
                new MultiLayerNetwork(configuration().list(hidden(), output()).build());
        network.init();
        freezeOne(network);
        assertThat(network.getLayerWiseConfigurations().toJson())
                .as("what a network that is frozen today is saved as")
                .isEqualTo(stored);
    }

    @Test
    void theConfigurationOfAFrozenGraphIsReadAndWrittenAsStored() throws IOException {
        String stored = stored("graph.json");
        ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(stored);
        ComputationGraph restored = new ComputationGraph(read);
        restored.init();
        assertHoldsOurClasses((BaseLayer) restored.getLayer("hidden").conf().getLayer());
        assertThat(ComputationGraphConfiguration.fromJson(stored).toJson()).isEqualTo(stored);

        ComputationGraph graph = new ComputationGraph(configuration()
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", hidden(), "in")
                .addLayer("out", output(), "hidden")
                .setOutputs("out")
                .build());
        graph.init();
        freezeOne(graph);
        assertThat(graph.getConfiguration().toJson())
                .as("what a graph that is frozen today is saved as")
                .isEqualTo(stored);
    }

    @Test
    void aPlanIsReadAndWrittenAsStored() throws IOException {
        String stored = stored("plan.json");
        FreezePlan plan = FreezePlan.atIteration(500)
                .count(10)
                .then(FreezePlan.atEpoch(3).fraction(0.5))
                .then(FreezePlan.atPlateau(new LossPlateau(50, 0.02, 4)).varianceShare(0.05))
                .by(OrderCriterion.belsley(0.5, 10))
                .includingLayers("hidden", "out")
                .excludingKinds("b")
                .reorderedEvery(200)
                .until(2000);
        assertThat(FreezePlan.fromJson(stored)).isEqualTo(plan);
        assertThat(plan.toJson()).isEqualTo(stored);
    }

    private static NeuralNetConfiguration.Builder configuration() {
        return new NeuralNetConfiguration.Builder()
                .seed(12)
                .dataType(DataType.FLOAT)
                .updater(new FreezingAdam(0.01, 0.8, 0.99, 1e-7))
                .weightDecay(0.3)
                .constrainWeights(new MaxNormConstraint(0.5, 1));
    }

    private static DenseLayer hidden() {
        return new DenseLayer.Builder().nIn(4).nOut(3).build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MSE).nIn(3).nOut(2).build();
    }

    private static void freezeOne(Model model) {
        NetworkView network = NetworkView.of(model);
        network.freeze(
                new FreezeMask.Builder(network.parameterCount()).freeze(1).build());
    }

    private static void assertHoldsOurClasses(BaseLayer layer) {
        assertThat(layer.getIUpdater()).isEqualTo(new FreezingAdam(0.01, 0.8, 0.99, 1e-7));
        assertThat(layer.getConstraints()).hasSize(1).hasOnlyElementsOfType(FreezeAwareConstraint.class);
        assertThat(((FreezeAwareConstraint) layer.getConstraints().get(0)).constraints())
                .hasOnlyElementsOfType(MaxNormConstraint.class);
        assertThat(layer.getRegularization()).last().isInstanceOf(FreezeAwareWeightDecay.class);
    }

    private static String stored(String file) throws IOException {
        return Files.readString(Path.of("src/test/resources/persisted", file));
    }
}
