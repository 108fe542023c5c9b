package org.dl4jfreeze.internal.gradient.firstexample;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.GradientAccess;
import org.dl4jfreeze.internal.gradient.GradientSources;
import org.dl4jfreeze.support.BothPaths;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class DenseChainGradientTest {

    private static boolean isByHand(Model network) {
        return DenseChainGradient.of(NetworkAdapter.of(network)) != null;
    }

    private static NeuralNetConfiguration.ListBuilder chain(DataType type, Activation activation) {
        return TestNetworks.base(type, new FreezingAdam())
                .activation(activation)
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(7).build())
                .layer(new DenseLayer.Builder().nIn(7).nOut(5).hasBias(false).build())
                .layer(TestNetworks.output(5));
    }

    private static Model asGraph(MultiLayerNetwork network) {
        ComputationGraph graph = network.toComputationGraph();
        graph.setParams(network.params());
        return graph;
    }

    @Test
    void chainsOfDenseLayersAreDoneByHand() {
        MultiLayerNetwork network =
                new MultiLayerNetwork(chain(DataType.FLOAT, Activation.TANH).build());
        network.init();
        assertThat(isByHand(network)).isTrue();
        assertThat(isByHand(asGraph(network))).isTrue();
        BothPaths.withDirectMemory(false, () -> assertThat(isByHand(network)).isFalse());
    }

    @Test
    void otherNetworksAreNot() {
        assertThat(isByHand(TestNetworks.convolution(DataType.FLOAT))).isFalse();
        assertThat(isByHand(TestNetworks.batchNorm(DataType.FLOAT))).isFalse();
        assertThat(isByHand(TestNetworks.graph(DataType.FLOAT, new FreezingAdam(), false)))
                .isFalse();
        MultiLayerNetwork normalised = new MultiLayerNetwork(TestNetworks.base(DataType.FLOAT, new FreezingAdam())
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(5)
                        .hasLayerNorm(true)
                        .build())
                .layer(TestNetworks.output(5))
                .build());
        normalised.init();
        assertThat(isByHand(normalised)).isFalse();
    }

    /** RReLU fails in DL4J itself. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RRELU")
    void everyActivationGivesWhatTheShadowGives(Activation activation) {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            for (boolean graph : new boolean[] {false, true}) {
                INDArray byHand = gradient(type, activation, graph, true);
                INDArray shadow = gradient(type, activation, graph, false);
                double scale = shadow.normmaxNumber().doubleValue();
                assertThat(scale).isPositive();
                assertThat(byHand.sub(shadow).normmaxNumber().doubleValue() / scale)
                        .isLessThan(type == DataType.FLOAT ? 1e-6 : 1e-13);
            }
        }
    }

    /** On inputs whose rows are not contiguous, too. */
    private static INDArray gradient(DataType type, Activation activation, boolean graph, boolean direct) {
        INDArray[] found = new INDArray[1];
        BothPaths.withDirectMemory(direct, () -> {
            MultiLayerNetwork layers =
                    new MultiLayerNetwork(chain(type, activation).build());
            layers.init();
            Model network = graph ? asGraph(layers) : layers;
            NetworkView freezable = NetworkView.of(network);
            GradientAccess access = GradientSources.of(freezable).accessFor(GradientSampler.firstExample());
            Training.addListeners(network, new org.deeplearning4j.optimize.api.BaseTrainingListener() {
                @Override
                public void onBackwardPass(Model model) {
                    freezable.rememberLabels();
                }

                @Override
                public void onGradientCalculation(Model model) {
                    try (SampleScratch scratch = freezable.openSampleApart()) {
                        found[0] = access.firstExampleGradient(scratch).dup();
                    }
                }
            });
            MultiDataSet data = TestData.dense(type, 3, 5);
            data.setFeatures(0, graph ? data.getFeatures(0).dup('f') : data.getFeatures(0));
            Training.fit(network, data);
        });
        return found[0];
    }

    @Test
    void aNetworkOfOtherParametersIsNotTakenForIt() {
        MultiLayerNetwork network = TestNetworks.dense(DataType.FLOAT, new FreezingAdam());
        DenseChainGradient gradient = DenseChainGradient.of(NetworkAdapter.of(network));
        assertThat(gradient.isOf(NetworkAdapter.of(network))).isTrue();
        assertThat(gradient.isOf(NetworkAdapter.of(network.clone()))).isFalse();
        network.setParams(Nd4j.zeros(DataType.FLOAT, 1, network.numParams()));
        assertThat(gradient.isOf(NetworkAdapter.of(network))).isTrue();
    }
}
