package org.dl4jfreeze.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.gradient.GradientAccess;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class FirstExampleGradientTest {

    private static final DataType TYPE = DataType.DOUBLE;

    /** Records, per iteration, the mini-batch's gradient sum and the first example's gradient. */
    private static final class Recorder extends BaseTrainingListener {

        private final FreezableNetwork network;
        private final GradientAccess gradients;
        private final List<INDArray> sums = new ArrayList<>();
        private final List<INDArray> firsts = new ArrayList<>();

        Recorder(Model model) {
            network = FreezableNetwork.of(model);
            gradients = network.gradients(true);
        }

        @Override
        public void onBackwardPass(Model model) {
            network.rememberLabels();
        }

        @Override
        public void onGradientCalculation(Model model) {
            sums.add(gradients.gradientSum().dup());
            firsts.add(gradients.firstExampleGradient().dup());
        }
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("dense", TestNetworks.dense(TYPE, new FreezingAdam()), TestData.dense(TYPE, 5, 1)),
                Arguments.of(
                        "dense with L2",
                        TestNetworks.dense(TYPE, new FreezingAdam(), builder -> builder.l2(0.1)),
                        TestData.dense(TYPE, 5, 1)),
                Arguments.of("convolution", TestNetworks.convolution(TYPE), TestData.convolution(TYPE, 4, 2)),
                Arguments.of("lstm", TestNetworks.lstm(TYPE, BackpropType.Standard), TestData.lstm(TYPE, 4, false, 3)),
                Arguments.of(
                        "masked lstm", TestNetworks.lstm(TYPE, BackpropType.Standard), TestData.lstm(TYPE, 4, true, 3)),
                Arguments.of(
                        "truncated lstm",
                        TestNetworks.lstm(TYPE, BackpropType.TruncatedBPTT),
                        TestData.lstm(TYPE, 4, true, 3)),
                Arguments.of("graph", TestNetworks.graph(TYPE, new FreezingAdam(), false), TestData.graph(TYPE, 4, 4)),
                Arguments.of(
                        "masked lstm, pooled",
                        TestNetworks.sequence(
                                TYPE,
                                new FreezingAdam(),
                                new LSTM.Builder().nOut(4).build(),
                                new GlobalPoolingLayer(),
                                TestNetworks.output(4)),
                        TestData.sequence(TYPE, 4, 8)),
                Arguments.of(
                        "masked convolution, pooled",
                        TestNetworks.sequence(
                                TYPE,
                                new FreezingAdam(),
                                new Convolution1DLayer.Builder(3)
                                        .nOut(4)
                                        .convolutionMode(ConvolutionMode.Same)
                                        .build(),
                                new GlobalPoolingLayer(),
                                TestNetworks.output(4)),
                        TestData.sequence(TYPE, 4, 9)),
                Arguments.of(
                        "masked bidirectional lstm, last step",
                        TestNetworks.sequence(
                                TYPE,
                                new FreezingAdam(),
                                new Bidirectional(new LSTM.Builder().nOut(4).build()),
                                new LastTimeStep(new LSTM.Builder().nOut(4).build()),
                                TestNetworks.output(4)),
                        TestData.sequence(TYPE, 4, 10)),
                Arguments.of(
                        "feature mask alone",
                        TestNetworks.sequence(
                                TYPE,
                                new FreezingAdam(),
                                new LSTM.Builder().nOut(2).build(),
                                new RnnLossLayer.Builder(LossFunction.MSE)
                                        .activation(Activation.IDENTITY)
                                        .build()),
                        TestData.withMasks(
                                TestData.lstm(TYPE, 4, true, 3),
                                TestData.lstm(TYPE, 4, true, 3).getFeaturesMaskArray(0),
                                null)),
                Arguments.of(
                        "label mask per example",
                        TestNetworks.dense(TYPE, new FreezingAdam()),
                        TestData.withMasks(
                                TestData.dense(TYPE, 4, 1),
                                null,
                                Nd4j.createFromArray(1.0, 0.0, 1.0, 1.0).reshape(4, 1))),
                Arguments.of(
                        "loss fixed by DL4J, label mask",
                        TestNetworks.sequence(
                                TYPE,
                                new FreezingAdam(),
                                new LSTM.Builder().nOut(4).build(),
                                new FrozenLayerWithBackprop(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                                        .activation(Activation.SOFTMAX)
                                        .nIn(4)
                                        .nOut(2)
                                        .build())),
                        TestData.lstm(TYPE, 4, true, 3)),
                Arguments.of("batch norm", TestNetworks.batchNorm(TYPE), TestData.dense(TYPE, 5, 5)),
                Arguments.of(
                        "graph with batch norm",
                        TestNetworks.graph(TYPE, new FreezingAdam(), true),
                        TestData.graph(TYPE, 4, 6)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void gradientsOfSingleExamplesSumUpToTheNetworksGradient(String name, Model model, MultiDataSet data) {
        INDArray start = model.params().dup();
        int examples = (int) data.getFeatures(0).size(0);
        INDArray total = null;
        INDArray sum = null;
        for (int first = 0; first < examples; first++) {
            model.setParams(start);
            Recorder recorder = new Recorder(model);
            fit(model, TestData.startingWith(data, first), recorder);
            // of a truncated sequence the first segment: the others start from parameters that have moved
            if (total == null) {
                total = recorder.firsts.get(0);
                sum = recorder.sums.get(0);
            } else {
                total.addi(recorder.firsts.get(0));
            }
        }
        int[] participants = FreezableNetwork.of(model).participants();
        for (int i : participants) {
            assertThat(total.getDouble(i)).isCloseTo(sum.getDouble(i), within(1e-10));
        }
        assertThat(sum.norm2Number().doubleValue()).isGreaterThan(0.1);
    }

    @Test
    void everySegmentOfATruncatedSequenceStartsFromTheExamplesOwnState() {
        // one example repeated: its gradient must be the same share of the sum in every segment
        MultiLayerNetwork network = TestNetworks.lstm(TYPE, BackpropType.TruncatedBPTT);
        MultiDataSet one = TestData.lstm(TYPE, 1, false, 7);
        MultiDataSet thrice = new MultiDataSet(
                Nd4j.concat(0, one.getFeatures(0), one.getFeatures(0), one.getFeatures(0)),
                Nd4j.concat(0, one.getLabels(0), one.getLabels(0), one.getLabels(0)));
        Recorder recorder = new Recorder(network);
        fit(network, thrice, recorder);
        assertThat(recorder.sums).hasSize(3);
        for (int segment = 0; segment < 3; segment++) {
            assertThat(recorder.firsts.get(segment).mul(3).equalsWithEps(recorder.sums.get(segment), 1e-12))
                    .isTrue();
        }
    }

    @Test
    void aShadowIsRecognisedWhateverTheShapeOfTheParameterArray() {
        MultiLayerNetwork network = TestNetworks.dense(TYPE, new FreezingAdam());
        MultiLayerNetwork withRow =
                new MultiLayerNetwork(network.getLayerWiseConfigurations().clone());
        withRow.init(network.params().dup().reshape(1, 83), false);
        for (MultiLayerNetwork each : List.of(network, withRow)) {
            NetworkAdapter adapter = NetworkAdapter.of(each);
            NetworkAdapter shadow = adapter.newShadow();
            each.setParams(network.params().mul(2));
            assertThat(shadow.sharesParametersWith(adapter)).isTrue();
            assertThat(shadow.params()).isEqualTo(each.params());
        }
        assertThat(NetworkAdapter.of(network).sharesParametersWith(NetworkAdapter.of(withRow)))
                .isFalse();
    }

    @Test
    void theExamplesGradientIsThatOfTheNetworkWithoutDropout() {
        MultiDataSet data = TestData.dense(TYPE, 5, 1);
        INDArray[] firsts = new INDArray[2];
        for (int i = 0; i < 2; i++) {
            boolean dropout = i == 1;
            MultiLayerNetwork network =
                    TestNetworks.dense(TYPE, new FreezingAdam(), builder -> builder.dropOut(dropout ? 0.5 : 0));
            Recorder recorder = new Recorder(network);
            fit(network, data, recorder);
            firsts[i] = recorder.firsts.get(0);
        }
        assertThat(firsts[1]).isEqualTo(firsts[0]);
    }

    @Test
    void batchNormWithStepsFirstIsMaskedAlongTheSteps() {
        MultiLayerNetwork network = new MultiLayerNetwork(TestNetworks.base(TYPE, new FreezingAdam())
                .list()
                .layer(new DenseLayer.Builder().nOut(3).build())
                .layer(new BatchNormalization.Builder().build())
                .layer(new LSTM.Builder().nOut(4).dataFormat(RNNFormat.NWC).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nOut(2)
                        .dataFormat(RNNFormat.NWC)
                        .build())
                .setInputType(InputType.recurrent(3, RNNFormat.NWC))
                .build());
        network.init();
        MultiDataSet data = TestData.lstm(TYPE, 4, false, 3);
        MultiDataSet stepsFirst = new MultiDataSet(
                data.getFeatures(0).permute(0, 2, 1).dup(),
                data.getLabels(0).permute(0, 2, 1).dup());
        gradientsOfSingleExamplesSumUpToTheNetworksGradient("steps first", network, stepsFirst);
    }

    @Test
    void aLabelMaskPerExampleOnALossThatCannotBeMaskedIsRefused() {
        MultiLayerNetwork network = new MultiLayerNetwork(TestNetworks.base(TYPE, new FreezingAdam())
                .list()
                .layer(new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(4)
                        .nOut(3)
                        .build())
                .build());
        network.init();
        MultiDataSet masked = TestData.withMasks(TestData.dense(TYPE, 4, 1), null, Nd4j.ones(TYPE, 4, 1));
        Recorder recorder = new Recorder(network);
        assertThatThrownBy(() -> fit(network, masked, recorder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CenterLossOutputLayer");
    }

    @Test
    void batchNormBeforeALossThatCannotBeMaskedIsRefusedNotSilentlyWrong() {
        MultiLayerNetwork network = new MultiLayerNetwork(TestNetworks.base(TYPE, new FreezingAdam())
                .list()
                .layer(new BatchNormalization.Builder().nIn(4).nOut(4).build())
                .layer(new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(4)
                        .nOut(3)
                        .build())
                .build());
        network.init();
        assertThatThrownBy(() -> FreezableNetwork.of(network).gradients(true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CenterLossOutputLayer")
                .hasMessageContaining("miniBatch()");
        assertThat(FreezableNetwork.of(network).gradients(false)).isNotNull();
    }

    private static void fit(Model model, MultiDataSet data, Recorder recorder) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).setListeners(recorder);
            ((MultiLayerNetwork) model).fit(data);
        } else {
            ((ComputationGraph) model).setListeners(recorder);
            ((ComputationGraph) model).fit(data);
        }
    }
}
