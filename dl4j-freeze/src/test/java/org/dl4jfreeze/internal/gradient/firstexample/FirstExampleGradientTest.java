package org.dl4jfreeze.internal.gradient.firstexample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.GradientAccess;
import org.dl4jfreeze.internal.gradient.GradientSources;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;

class FirstExampleGradientTest {

    private static final DataType TYPE = DataType.DOUBLE;

    /** Records, per iteration, the mini-batch's gradient sum and the first example's gradient. */
    private static final class Recorder extends BaseTrainingListener {

        private final NetworkView network;
        private final GradientAccess gradients;
        private final List<INDArray> sums = new ArrayList<>();
        private final List<INDArray> firsts = new ArrayList<>();

        Recorder(Model model) {
            network = NetworkView.of(model);
            gradients = GradientSources.of(network).accessFor(GradientSampler.firstExample());
        }

        @Override
        public void onBackwardPass(Model model) {
            network.rememberLabels();
        }

        @Override
        public void onGradientCalculation(Model model) {
            sums.add(gradients.gradientSum().dup());
            try (SampleScratch scratch = network.openSampleApart()) {
                firsts.add(gradients.firstExampleGradient(scratch).dup());
            }
        }
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
            NetworkAdapter shadow = FirstExampleLossLayer.shadowOf(adapter);
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
    void aLossThatIsNoSumOverExamplesIsRefusedNotSilentlyWrong() {
        MultiLayerNetwork network = new MultiLayerNetwork(TestNetworks.base(TYPE, new FreezingAdam())
                .list()
                .layer(new OutputLayer.Builder(new LossFMeasure())
                        .activation(Activation.SOFTMAX)
                        .nIn(4)
                        .nOut(2)
                        .build())
                .build());
        network.init();
        assertThatThrownBy(() -> GradientSources.of(NetworkView.of(network)).accessFor(GradientSampler.firstExample()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("layer0")
                .hasMessageContaining("miniBatch()");
        assertThatNoException()
                .as("the gradient of the mini-batch is available")
                .isThrownBy(() -> GradientSources.of(NetworkView.of(network)).accessFor(GradientSampler.miniBatch()));
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
