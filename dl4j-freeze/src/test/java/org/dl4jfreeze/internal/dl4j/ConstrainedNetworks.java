package org.dl4jfreeze.internal.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.dl4jfreeze.support.Stacks;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.IUpdater;

/** Networks of either kind with weight decay or constraints, by name, each with its data. */
final class ConstrainedNetworks {

    static final DataType TYPE = DataType.DOUBLE;

    private ConstrainedNetworks() {}

    interface NetworkFactory {
        Model create(IUpdater updater);
    }

    interface DataFactory {
        MultiDataSet create(int t);
    }

    static Stream<Arguments> networks() {
        List<Arguments> all = new ArrayList<>();
        for (boolean graph : new boolean[] {false, true}) {
            all.add(dense(graph, "weight decay", b -> b.weightDecay(0.3).weightDecayBias(0.2)));
            all.add(dense(graph, "weight decay of biases", b -> b.weightDecayBias(0.2)));
            all.add(dense(graph, "decay without the rate", b -> b.weightDecay(0.01, false)));
            all.add(dense(graph, "max norm", b -> b.constrainWeights(new MaxNormConstraint(0.5, 1))));
            all.add(dense(graph, "min max norm", b -> b.constrainWeights(new MinMaxNormConstraint(0.3, 0.6, 0.8, 1))));
            all.add(dense(
                    graph, "min max norm of biases", b -> b.constrainBias(new MinMaxNormConstraint(0.05, 0.1, 0))));
            all.add(dense(graph, "unit norm", b -> b.constrainWeights(new UnitNormConstraint(1))));
            all.add(dense(graph, "unit norm of biases", b -> b.biasInit(0.3).constrainBias(new UnitNormConstraint(0))));
            // constrainAllParameters has no effect on a builder of networks: LayerValidation loops over the wrong list
            all.add(dense(graph, "non-negative", b -> b.constrainWeights(new NonNegativeConstraint())
                    .constrainBias(new NonNegativeConstraint())));
            all.add(dense(graph, "all of it", b -> b.weightDecay(0.3)
                    .weightDecayBias(0.2)
                    .constrainBias(new NonNegativeConstraint())
                    .constrainWeights(new MaxNormConstraint(0.6, 1), new MinMaxNormConstraint(0.2, 0.5, 0.5, 1))));
            for (Constraint kind : Constraint.values()) {
                all.add(stack(graph, "all parameters of one layer, " + kind, b -> {}, () -> new Layer[] {
                    new DenseLayer.Builder()
                            .nOut(6)
                            .biasInit(0.05)
                            .constrainAllParameters(kind.create(0))
                            .build(),
                    new DenseLayer.Builder().nOut(5).build(),
                    TestNetworks.output(5)
                }));
                all.add(sequence(graph, "last step, " + kind, () ->
                        new Layer[] {new LastTimeStep(lstm(kind)), TestNetworks.output(4)}));
                all.add(sequence(graph, "both directions, " + kind, () ->
                        new Layer[] {new Bidirectional(lstm(kind)), new GlobalPoolingLayer(), TestNetworks.output(8)}));
                all.add(sequence(graph, "last step of masked steps, " + kind, () ->
                        new Layer[] {new LastTimeStep(new MaskZeroLayer(lstm(kind), 0)), TestNetworks.output(4)}));
                all.add(sequence(graph, "each step, " + kind, () -> new Layer[] {
                    new TimeDistributed(new DenseLayer.Builder()
                            .nOut(4)
                            .constrainWeights(kind.create())
                            .build()),
                    new GlobalPoolingLayer(),
                    TestNetworks.output(4)
                }));
            }
        }
        return all.stream();
    }

    private enum Constraint {
        MAX_NORM(dimension -> new MaxNormConstraint(0.3, dimension)),
        MIN_MAX_NORM(dimension -> new MinMaxNormConstraint(0.2, 0.4, 0.7, dimension)),
        UNIT_NORM(dimension -> new UnitNormConstraint(dimension)),
        NON_NEGATIVE(dimension -> new NonNegativeConstraint());

        private final IntFunction<LayerConstraint> kind;

        Constraint(IntFunction<LayerConstraint> kind) {
            this.kind = kind;
        }

        LayerConstraint create() {
            return create(1);
        }

        LayerConstraint create(int dimension) {
            return kind.apply(dimension);
        }
    }

    private static LSTM lstm(Constraint kind) {
        LSTM.Builder builder = new LSTM.Builder();
        builder.constrainInputWeights(kind.create()).constrainRecurrent(kind.create());
        builder.weightDecay(0.2);
        return builder.nOut(4).build();
    }

    static Arguments dense(boolean graph, String name, Consumer<NeuralNetConfiguration.Builder> options) {
        return stack(graph, name, options, () -> new Layer[] {
            new DenseLayer.Builder().nOut(6).build(),
            new DenseLayer.Builder().nOut(5).build(),
            TestNetworks.output(5)
        });
    }

    static Arguments stack(
            boolean graph, String name, Consumer<NeuralNetConfiguration.Builder> options, Supplier<Layer[]> layers) {
        NetworkFactory factory =
                updater -> Stacks.of(graph, TYPE, updater, options, InputType.feedForward(4), layers.get());
        return arguments(graph, name, factory, t -> TestData.dense(TYPE, 6, t));
    }

    private static Arguments sequence(boolean graph, String name, Supplier<Layer[]> layers) {
        NetworkFactory factory = updater -> Stacks.of(graph, TYPE, updater, InputType.recurrent(3), layers.get());
        return arguments(graph, name, factory, t -> TestData.sequence(TYPE, 6, t));
    }

    private static Arguments arguments(boolean graph, String name, NetworkFactory factory, DataFactory data) {
        return Arguments.of((graph ? "graph, " : "") + name, factory, data);
    }
}
