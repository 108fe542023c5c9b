package org.dl4jfreeze.internal.gradient.wholebatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Compares layers whose squares are computed for all examples at once with passes of one example after another. */
class SquaredGradientsTest {

    private static final int EXAMPLES = 5;
    private static final InputType IMAGES = InputType.convolutional(7, 6, 2);

    private interface Inputs {
        INDArray of(DataType type);
    }

    static Stream<Arguments> layers() {
        Inputs images = type -> TestData.gaussian(type, new Random(1), EXAMPLES, 2, 7, 6);
        Inputs lastChannels = type -> images.of(type).permute(0, 2, 3, 1).dup('c');
        InputType withLastChannels = InputType.convolutional(7, 6, 2, CNN2DFormat.NHWC);
        Inputs vectors = type -> TestData.gaussian(type, new Random(1), EXAMPLES, 4);
        Inputs words =
                type -> Nd4j.createFromArray(2, 0, 2, 5, 1).reshape(EXAMPLES, 1).castTo(type);
        Inputs sentences = type -> Nd4j.createFromArray(2, 2, 0, 5, 5, 5, 1, 0, 3, 2, 0, 1, 4, 4, 1)
                .reshape(EXAMPLES, 3)
                .castTo(type);
        return Stream.of(
                        of("convolution", IMAGES, images, () -> convolution(3, 2)),
                        of("stride", IMAGES, images, () -> convolution(3, 2).stride(2, 1)),
                        of("padding", IMAGES, images, () -> convolution(2, 3).padding(1, 2)),
                        of("dilation", IMAGES, images, () -> convolution(2, 2).dilation(2, 3)),
                        of("same", IMAGES, images, () -> convolution(3, 2)
                                .stride(2, 2)
                                .convolutionMode(ConvolutionMode.Same)),
                        of("no bias", IMAGES, images, () -> convolution(3, 2).hasBias(false)),
                        of("last channels", withLastChannels, lastChannels, () -> convolution(3, 2)
                                .stride(1, 2)
                                .dataFormat(CNN2DFormat.NHWC)),
                        of("dense", InputType.feedForward(4), vectors, () -> new DenseLayer.Builder()
                                .nOut(5)
                                .activation(Activation.TANH)),
                        of("dense without bias", InputType.feedForward(4), vectors, () -> new DenseLayer.Builder()
                                .nOut(5)
                                .activation(Activation.IDENTITY)
                                .hasBias(false)),
                        of("embedding", InputType.feedForward(6), words, () -> new EmbeddingLayer.Builder()
                                .nIn(6)
                                .nOut(3)
                                .hasBias(true)
                                .activation(Activation.TANH)),
                        of("sentences", InputType.recurrent(6), sentences, () -> new EmbeddingSequenceLayer.Builder()
                                .nIn(6)
                                .nOut(3)
                                .hasBias(true)
                                .inputLength(3)
                                .activation(Activation.SIGMOID)))
                .flatMap(layer -> Stream.of(DataType.FLOAT, DataType.DOUBLE).map(type -> {
                    Object[] both = layer.get();
                    return Arguments.of(both[0], type, both[1], both[2], both[3]);
                }));
    }

    private static Arguments of(String name, InputType type, Inputs inputs, Supplier<Layer.Builder<?>> layer) {
        return Arguments.of(name, type, inputs, layer);
    }

    private static ConvolutionLayer.Builder convolution(int height, int width) {
        return new ConvolutionLayer.Builder(height, width).nOut(3).activation(Activation.TANH);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("layers")
    void onePassGivesWhatOnePassPerExampleGives(
            String name, DataType type, InputType input, Inputs inputs, Supplier<Layer.Builder<?>> layer) {
        boolean sequence = layer.get() instanceof EmbeddingSequenceLayer.Builder;
        OutputLayer output = new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(3)
                .build();
        Layer[] layers = sequence
                ? new Layer[] {layer.get().build(), new GlobalPoolingLayer(), output}
                : new Layer[] {layer.get().build(), output};
        MultiLayerNetwork network = new MultiLayerNetwork(TestNetworks.base(type, new FreezingAdam())
                .list(layers)
                .setInputType(input)
                .build());
        network.init();
        NetworkAdapter adapter = NetworkAdapter.of(network);
        SampleScratch scratch = new SampleScratch(network.numParams());
        LayerwiseShadow pass = new LayerwiseShadow(adapter);
        ExampleByExampleShadow byExample = new ExampleByExampleShadow(adapter);
        double[][] sums = new double[2][];
        network.addListeners(new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
                MiniBatch batch = adapter.miniBatch();
                sums[0] = pass.compute(batch, scratch).toDoubleVector();
                sums[1] = byExample.compute(batch, scratch).toDoubleVector();
            }
        });
        INDArray labels = Nd4j.zeros(type, EXAMPLES, 3);
        for (int i = 0; i < EXAMPLES; i++) {
            labels.putScalar(i, i % 3, 1);
        }
        network.fit(new MultiDataSet(inputs.of(type), labels));
        double tolerance = type == DataType.DOUBLE ? 1e-9 : 1e-6;
        double largest = Arrays.stream(sums[1]).max().orElseThrow();
        assertThat(largest).isGreaterThan(1e-6);
        for (int i = 0; i < sums[0].length; i++) {
            assertThat(Math.abs(sums[0][i] - sums[1][i])).isLessThan(tolerance * (sums[1][i] + 1e-2 * largest));
        }
    }
}
