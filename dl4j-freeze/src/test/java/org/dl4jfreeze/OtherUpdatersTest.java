package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.Stacks;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** Layers with another updater than FreezingAdam are named when training starts, and only those. */
class OtherUpdatersTest {

    private static final DataType TYPE = DataType.DOUBLE;

    private static Model dense(boolean graph, Layer... layers) {
        return Stacks.of(graph, TYPE, new FreezingAdam(0.01), InputType.feedForward(4), layers);
    }

    private static List<String> warnings(Model model, FreezePlan plan, MultiDataSet batch) {
        try (CapturedLog log = new CapturedLog()) {
            Training.listen(model, plan);
            Training.fit(model, 0, 2, t -> batch);
            return log.warnings();
        }
    }

    private static List<String> warnings(Model model, FreezePlan plan) {
        return warnings(model, plan, TestData.dense(TYPE, 6, 0));
    }

    private static Layer wrapped() {
        // as the import from Keras leaves it
        LSTM lstm = new LSTM.Builder().nOut(3).build();
        lstm.setIUpdater(new Sgd(0.001));
        return new LastTimeStep(lstm);
    }

    private static MultiDataSet sequences() {
        return new org.nd4j.linalg.dataset.MultiDataSet(
                Nd4j.rand(TYPE, 6, 4, 5), TestData.dense(TYPE, 6, 0).getLabels(0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theyAreNamedWithTheirUpdaters(boolean graph) {
        Model model = Stacks.of(
                graph,
                TYPE,
                new FreezingAdam(0.01),
                InputType.recurrent(4),
                wrapped(),
                new DenseLayer.Builder()
                        .nOut(4)
                        .biasUpdater(new Nesterovs(0.01))
                        .build(),
                new DenseLayer.Builder().nOut(4).build(),
                TestNetworks.output(4));
        assertThat(warnings(model, FreezePlan.never(), sequences()))
                .singleElement()
                .asString()
                .contains("Sgd (layer0), Nesterovs (layer1.b).");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPlanThatIncludesOnlySuchLayersSaysWhichUpdaterTheyHave(boolean graph) {
        Model model = Stacks.of(
                graph, TYPE, new FreezingAdam(0.01), InputType.recurrent(4), wrapped(), TestNetworks.output(3));
        Training.listen(model, FreezePlan.atIteration(3).fraction(0.5).includingLayers("layer0"));
        assertThatThrownBy(() -> Training.fit(model, sequences()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FreezingAdam does not update: Sgd (layer0)")
                .hasMessageContaining("layer1.W");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyAreNamedInOneShortLine(boolean graph) {
        Layer[] layers = new Layer[9];
        for (int i = 0; i < layers.length - 1; i++) {
            layers[i] = new DenseLayer.Builder()
                    .nOut(4)
                    .biasUpdater(new Nesterovs(0.01))
                    .build();
        }
        layers[8] = TestNetworks.output(4);
        assertThat(warnings(dense(graph, layers), FreezePlan.never()))
                .singleElement()
                .asString()
                .contains("Nesterovs (layer0.b, layer1.b, layer2.b, layer3.b and 4 more).")
                .hasSizeLessThan(400);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatNothingMovesOrThePlanExcludesIsNotMeant(boolean graph) {
        Model model = dense(
                graph,
                new FrozenLayer(new DenseLayer.Builder().nOut(4).build()),
                new FrozenLayerWithBackprop(new DenseLayer.Builder().nOut(4).build()),
                new BatchNormalization(),
                new VariationalAutoencoder.Builder()
                        .nOut(4)
                        .encoderLayerSizes(3)
                        .decoderLayerSizes(3)
                        .build(),
                new AutoEncoder.Builder().nOut(4).build(),
                new DenseLayer.Builder().nOut(4).updater(new Sgd(0.1)).build(),
                TestNetworks.output(4));
        assertThat(warnings(model, FreezePlan.never().excludingLayers("layer5")))
                .isEmpty();
    }
}
