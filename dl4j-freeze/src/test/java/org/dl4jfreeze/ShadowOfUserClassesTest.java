package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.Stacks;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/** Samplers with a shadow network accept classes of the user's that DL4J's JSON does not, or say what to do. */
class ShadowOfUserClassesTest {

    /** A user's class that is never saved: no default constructor. */
    private static final class Scaled extends BaseActivationFunction {

        private static final long serialVersionUID = 1L;

        private final double factor;

        Scaled(double factor) {
            this.factor = factor;
        }

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            return in.muli(factor);
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return new Pair<>(epsilon.muli(factor), null);
        }
    }

    static Stream<Arguments> samplers() {
        return Stream.of(false, true)
                .flatMap(graph -> Stream.of(GradientSampler.firstExample(), GradientSampler.wholeBatch())
                        .map(sampler -> Arguments.of(graph, sampler)));
    }

    private static FreezingListener listen(Model model, GradientSampler sampler) {
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(3).fraction(0.5))
                .sampler(sampler)
                .build();
        Training.addListeners(model, listener);
        return listener;
    }

    /** The wrapper keeps the first example's gradient from being computed by hand, without a shadow. */
    private static Model network(boolean graph, Layer hidden) {
        return Stacks.of(
                graph,
                DataType.DOUBLE,
                new FreezingAdam(0.01),
                InputType.recurrent(3),
                new LastTimeStep(new LSTM.Builder().nOut(4).build()),
                hidden,
                TestNetworks.output(4));
    }

    @ParameterizedTest(name = "graph: {0}, {1}")
    @MethodSource("samplers")
    void anActivationWithoutDefaultConstructorIsSampledLikeTheSameOneOfDl4j(boolean graph, GradientSampler sampler) {
        Model own = network(
                graph,
                new DenseLayer.Builder().nOut(4).activation(new Scaled(1)).build());
        Model known = network(
                graph,
                new DenseLayer.Builder().nOut(4).activation(Activation.IDENTITY).build());
        FreezingListener ofOwn = listen(own, sampler);
        FreezingListener ofKnown = listen(known, sampler);
        for (Model model : List.of(own, known)) {
            Training.fit(model, 0, 4, t -> TestData.sequence(DataType.DOUBLE, 6, t));
        }
        assertThat(Bits.of(ofOwn.variance())).containsExactly(Bits.of(ofKnown.variance()));
        FrozenParameters.assertSameMask(ofOwn.mask(), ofKnown.mask());
    }

    /** DL4J copies a lambda vertex by its default constructor, which this class has not. */
    private static final class ScaledVertex extends SameDiffLambdaVertex {

        private static final long serialVersionUID = 1L;

        private final double factor;

        ScaledVertex(double factor) {
            this.factor = factor;
        }

        @Override
        public SDVariable defineVertex(SameDiff sameDiff, VertexInputs inputs) {
            return inputs.getInput(0).mul(factor);
        }
    }

    private static ComputationGraph graph(IUpdater updater, GraphVertex vertex) {
        ComputationGraph graph = new ComputationGraph(TestNetworks.base(DataType.DOUBLE, updater)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", new DenseLayer.Builder().nIn(4).nOut(5).build(), "in")
                .addVertex("scaled", vertex, "a")
                .addLayer("out", TestNetworks.output(5), "scaled")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    @Test
    void whatCannotBeCopiedIsRefusedBeforeTheFirstUpdate() {
        for (GradientSampler sampler : List.of(GradientSampler.firstExample(), GradientSampler.wholeBatch())) {
            ComputationGraph graph = graph(new FreezingAdam(0.01), new ScaledVertex(0.5));
            listen(graph, sampler);
            long[] before = Bits.of(graph.params());
            assertThatThrownBy(() -> Training.fit(graph, TestData.dense(DataType.DOUBLE, 6, 0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(ScaledVertex.class.getName())
                    .hasMessageContaining("GradientSampler.miniBatch()");
            assertThat(Bits.of(graph.params())).containsExactly(before);
        }
        ComputationGraph graph = graph(new FreezingAdam(0.01), new ScaledVertex(0.5));
        FreezingListener listener = listen(graph, GradientSampler.miniBatch());
        Training.fit(graph, 0, 4, t -> TestData.dense(DataType.DOUBLE, 6, t));
        assertThat(listener.mask().isAnyFrozen()).isTrue();
    }

    @ParameterizedTest(name = "graph: {0}")
    @ValueSource(booleans = {false, true})
    void theRefusalOfTimeDistributedNamesIt(boolean graph) {
        Model model = Stacks.of(
                graph,
                DataType.DOUBLE,
                new FreezingAdam(0.01),
                InputType.recurrent(3),
                new TimeDistributed(new DenseLayer.Builder().nOut(4).build()),
                new LastTimeStep(new LSTM.Builder().nOut(4).build()),
                TestNetworks.output(4));
        listen(model, GradientSampler.wholeBatch());
        assertThatThrownBy(() -> Training.fit(model, TestData.sequence(DataType.DOUBLE, 6, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("layer \"layer0\" (TimeDistributed)")
                .hasMessageContaining("GradientSampler.miniBatch()");
    }
}
