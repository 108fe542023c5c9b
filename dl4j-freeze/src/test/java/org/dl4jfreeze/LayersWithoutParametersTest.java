package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.Stacks;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers that have nothing to freeze, in every position. */
class LayersWithoutParametersTest {

    private static final DataType TYPE = DataType.DOUBLE;
    private static final int T0 = 4;
    private static final int END = 8;

    private static int size(Model model) {
        return Math.toIntExact(model.params().length());
    }

    static Stream<Arguments> withoutParameters() {
        List<Arguments> all = new ArrayList<>();
        for (boolean graph : new boolean[] {false, true}) {
            all.add(stack(graph, "first", () -> new Layer[] {activation(), dense(), output()}));
            all.add(stack(graph, "dropout first", () -> new Layer[] {dropout(), dense(), output()}));
            all.add(stack(graph, "between", () ->
                    new Layer[] {dense(), activation(), dropout(), dense(), dropout(), output()}));
            all.add(stack(graph, "last", () -> new Layer[] {dense(), linear(), loss()}));
            all.add(stack(graph, "last two", () -> new Layer[] {dense(), linear(), activation(), loss()}));
            all.add(images(
                    graph, "images", () -> new Layer[] {pooling(), convolution(), pooling(), activation(), output()}));
        }
        return all.stream();
    }

    private static Arguments stack(boolean graph, String name, Supplier<Layer[]> layers) {
        Supplier<Model> factory =
                () -> Stacks.of(graph, TYPE, new FreezingAdam(0.01), InputType.feedForward(4), layers.get());
        return Arguments.of((graph ? "graph, " : "") + name, factory, false);
    }

    private static Arguments images(boolean graph, String name, Supplier<Layer[]> layers) {
        Supplier<Model> factory =
                () -> Stacks.of(graph, TYPE, new FreezingAdam(0.01), InputType.convolutional(8, 8, 2), layers.get());
        return Arguments.of((graph ? "graph, " : "") + name, factory, true);
    }

    private static Layer dense() {
        return new DenseLayer.Builder().nOut(5).build();
    }

    private static Layer linear() {
        return new DenseLayer.Builder().nOut(3).activation(Activation.IDENTITY).build();
    }

    private static Layer activation() {
        return new ActivationLayer(Activation.TANH);
    }

    private static Layer dropout() {
        return new DropoutLayer(0.8);
    }

    private static Layer loss() {
        return new LossLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static Layer pooling() {
        return new SubsamplingLayer.Builder().kernelSize(2, 2).stride(1, 1).build();
    }

    private static Layer convolution() {
        return new ConvolutionLayer.Builder(3, 3).nOut(2).build();
    }

    private static Layer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(3)
                .build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withoutParameters")
    void layersWithoutParametersAreNoHindranceInAnyPosition(String name, Supplier<Model> factory, boolean images) {
        Model model = factory.get();
        FreezingListener listener =
                Training.listen(model, FreezePlan.atIteration(T0).fraction(0.5));
        train(model, 0, T0, images);
        FreezeMask mask = listener.mask();
        assertThat(mask.frozenCount()).isEqualTo((int) Math.round(0.5 * size(model)));
        long[] atT0 = Bits.of(model.params());
        train(model, T0, END, images);
        long[] after = Bits.of(model.params());
        FrozenParameters.assertStayed(mask, atT0, after);
        assertThat(FrozenParameters.activeThatMoved(mask, atT0, after)).isGreaterThan(size(model) / 4);
        int counted = FreezableNetwork.of(model).groups().stream()
                .mapToInt(group -> group.length())
                .sum();
        assertThat(counted).isEqualTo(size(model));
    }

    private static void train(Model model, int from, int to, boolean images) {
        Training.fit(model, from, to, t -> images ? TestData.convolution(TYPE, 6, t) : TestData.dense(TYPE, 6, t));
    }
}
